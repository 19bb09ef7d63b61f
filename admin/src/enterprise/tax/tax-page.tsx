import { departments } from '@zhucheng/shared';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { LoadFault } from '../../app/errors';
import { useRemembered } from '../../app/remembered';
import { EmptyHint, PageHead, PageSkeleton } from '../../app/ui';
import { askSteps, known } from '../../renderer/declarations';
import { useDesk } from '../use-desk';
import { AskGrid } from './ask-grid';
import { useWaiting } from './use-waiting';

/** Answers of departments for many cases at once, e.g. the tax check (完税核验) of new homes. */
export function Component() {
  const wanted = (useLocation().state as { ids?: string[] } | null)?.ids;
  const desk = useDesk();
  const choices = known(desk.data?.businesses ?? []).flatMap((business) =>
    askSteps(business).map((step) => ({ key: `${business.id}#${step.id}`, business, step })),
  );
  const [remembered, setRemembered] = useRemembered<string>('tax.step', '');
  const chosen =
    choices.find(({ key }) => key === remembered) ?? choices.find(({ step }) => step.of === 'tax') ?? choices[0];
  const waiting = useWaiting(chosen?.business.id);
  // Rows stay on screen after their case is complete, so that its answer can be read.
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set());
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step starts with its own rows
  useEffect(() => setKept(new Set()), [chosen?.key]);

  if (desk.error && !desk.data) return <LoadFault error={desk.error} onRetry={() => void desk.refetch()} />;
  if (!desk.data) return <PageSkeleton />;
  const items = (waiting.data ?? []).filter(
    (item) => kept.has(item.id) || (chosen && item.missing.includes(chosen.step.name)),
  );
  const rows = wanted ? items.filter((item) => wanted.includes(item.id) || kept.has(item.id)) : items;
  return (
    <div className="page">
      <PageHead title="部门核验" hint="把号码逐行填好，或从表格里整块复制粘贴进来，一次送部门核验。">
        {choices.length > 1 && (
          <Select
            aria-label="业务和核验"
            className="w-320"
            value={chosen?.key ?? null}
            onChange={setRemembered}
            options={choices.map(({ key, business, step }) => ({
              value: key,
              label: `${business.name} · ${step.name}`,
            }))}
            data-testid="tax-step"
          />
        )}
      </PageHead>
      {!chosen ? (
        <section className="panel">
          <EmptyHint title="本机构的业务不需要部门核验">
            <Link to="/work">返回业务列表</Link>
          </EmptyHint>
        </section>
      ) : waiting.error && !waiting.data ? (
        <LoadFault error={waiting.error} onRetry={() => void waiting.refetch()} />
      ) : waiting.isPending ? (
        <PageSkeleton />
      ) : rows.length === 0 ? (
        <section className="panel">
          <EmptyHint title={`没有等待${chosen.step.name}的办件`}>
            {chosen.business.name}立案后，会出现在这里等您填写{departments[chosen.step.of]}要核对的号码。
            <Link to="/desk">去工作台</Link>
          </EmptyHint>
        </section>
      ) : (
        <AskGrid
          key={chosen.key}
          business={chosen.business}
          step={chosen.step}
          items={rows}
          onSent={(ids) => setKept((before) => new Set([...before, ...ids]))}
        />
      )}
    </div>
  );
}
