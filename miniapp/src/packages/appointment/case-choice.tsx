import { acceptanceNumber, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { useProven } from '@/core/assurance';
import { useLoad } from '@/core/use-load';
import { Card, Option } from '@/ui';

/** Which of one's cases the visit is about, by id or acceptance number; may stay empty. */
export function CaseChoice({ chosen, onChange }: { chosen: string[]; onChange(cases: string[]): void }) {
  const proven = useProven();
  const { data } = useLoad(
    async () => (proven ? call(routes.cases.list, { query: { limit: 10 } }) : undefined),
    [proven],
  );
  if (!data || data.items.length === 0) return null;
  return (
    <Card title="为哪件办件去？（可不选）">
      {data.items.map((one) => {
        const names = [one.id, one.acceptanceNumber];
        const on = chosen.some((name) => names.includes(name));
        return (
          <Option
            key={one.id}
            many
            label={`${one.businessName}　${one.location}`}
            note={`受理编号 ${acceptanceNumber.group(one.acceptanceNumber)}`}
            on={on}
            onTap={() => onChange(on ? chosen.filter((name) => !names.includes(name)) : [...chosen, one.id])}
          />
        );
      })}
    </Card>
  );
}
