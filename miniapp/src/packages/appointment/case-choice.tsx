import { routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { useLoad } from '@/core/use-load';
import { Card, Option } from '@/ui';

/** Which of one's cases the visit is about; may stay empty. */
export function CaseChoice({ chosen, onChange }: { chosen: string[]; onChange(cases: string[]): void }) {
  const { data } = useLoad(() => call(routes.cases.list, { query: { limit: 10 } }), []);
  if (!data || data.items.length === 0) return null;
  return (
    <Card title="为哪件办件去？（可不选）">
      {data.items.map((one) => {
        const on = chosen.includes(one.id);
        return (
          <Option
            key={one.id}
            many
            label={`${one.businessName}　${one.location}`}
            note={`受理编号 ${one.acceptanceNumber}`}
            on={on}
            onTap={() => onChange(on ? chosen.filter((id) => id !== one.id) : [...chosen, one.id])}
          />
        );
      })}
    </Card>
  );
}
