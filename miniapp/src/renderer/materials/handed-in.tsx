import { View } from '@tarojs/components';
import { type InputStep, routes } from '@zhucheng/shared';
import { call } from '@/core/api';
import { useLoad } from '@/core/use-load';
import { Facts, Failed, Skeleton } from '@/ui';
import { useFiles } from './files';

interface Props {
  caseId: string;
  step: Extract<InputStep, { kind: 'materials' }>;
}

/** What was uploaded for each material: how many files, and their names. */
export function HandedIn({ caseId, step }: Props) {
  const saved = useLoad(
    () => call(routes.cases.stepData, { params: { id: caseId, step: step.id } }),
    [caseId, step.id],
  );
  const files = saved.data && ((saved.data.data.files ?? {}) as Record<string, string[] | undefined>);
  const all = files && step.items.flatMap((item) => files[item.id] ?? []);
  const found = useFiles(all);
  const error = saved.error ?? found.error;
  if (error) return <Failed error={error} onRetry={saved.error ? saved.reload : found.reload} />;
  if (!files || !found.files) return <Skeleton rows={2} />;
  const named = new Map(found.files.map((file) => [file.id, file]));
  return (
    <Facts
      rows={step.items.map((item) => {
        const ids = files[item.id] ?? [];
        const value = (
          <View key={item.id}>
            {ids.length === 0 ? (item.required ? '还没上传' : '没有上传（可以不传）') : `${ids.length} 份`}
            {ids.map((id) => (
              <View className="small" key={id}>
                {named.get(id)?.state === 'refused' ? named.get(id)?.problem : named.get(id)?.name}
              </View>
            ))}
          </View>
        );
        return [item.name, value] as const;
      })}
    />
  );
}
