import { LeftOutlined } from '@ant-design/icons';
import { type BuildingTable, type Business, type InputStep, routes, startValues, stepOf } from '@zhucheng/shared';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { CommandFault, NotFound } from '../../app/errors';
import { useConfirmKey } from '../../app/hotkeys';
import { useCommand, useForget } from '../../app/query';
import { Key, PageHead, PageSkeleton, Panel } from '../../app/ui';
import { declarationOf } from '../../renderer/declarations';
import { StepFields } from '../../renderer/step-fields';
import { useStepForm } from '../../renderer/use-step-form';
import { BuildingPage } from '../building/building-page';
import { useDesk } from '../use-desk';

/** The first step of a business: what is entered here finds the unit, or the building with all its units. */
export function Component() {
  const [search] = useSearchParams();
  const id = search.get('business') ?? '';
  const business = declarationOf(id);
  const desk = useDesk();
  if (!desk.data) return <PageSkeleton />;
  if (!business || !desk.data.businesses.some((item) => item.id === id)) return <NotFound />;
  return <Start key={id} business={business} creditCode={desk.data.institution.creditCode} />;
}

function Start({ business, creditCode }: { business: Business; creditCode: string }) {
  const step = stepOf(business, 'verify') as InputStep & { kind: 'verify' };
  const byBuilding = business.unit.by === 'building';
  const navigate = useNavigate();
  const forget = useForget();
  const [opened, setOpened] = useState<{ table: BuildingTable; verify: Record<string, unknown> } | null>(null);
  // A developer opens its own buildings: its code is already known and can be changed.
  const form = useStepForm(business, step, () => {
    const own = step.fields.find((field) => field.kind === 'credit-code');
    return startValues(step, own ? { [own.id]: creditCode } : {});
  });
  const start = useCommand(routes.enterprise.start, (view) => {
    void forget('work', 'desk');
    navigate(`/work/${view.id}`);
  });
  const building = useCommand(routes.enterprise.building);
  const look = (verify: Record<string, unknown>): void =>
    building.mutate(
      { body: { businessId: business.id, verify } },
      { onSuccess: (table) => setOpened({ table, verify }), onError: (error) => void form.blame(error) },
    );
  const go = (): void => {
    const verify = form.check();
    if (!verify || command.isPending) return;
    if (byBuilding) look(verify);
    else start.mutate({ body: { businessId: business.id, verify } }, { onError: (error) => void form.blame(error) });
  };
  const command = byBuilding ? building : start;
  useConfirmKey(opened === null, go);

  if (opened)
    return (
      <BuildingPage
        business={business}
        verify={opened.verify}
        table={opened.table}
        onBack={() => setOpened(null)}
        onReload={() => look(opened.verify)}
        reloading={building.isPending}
      />
    );
  return (
    <div className="page">
      <Link className="back" to="/desk">
        <LeftOutlined /> 工作台
      </Link>
      <PageHead title={business.name} hint={business.summary} />
      <div className="case-columns">
        <Panel title={step.name} testId="start-verify">
          {step.intro && <p className="step-intro">{step.intro}</p>}
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              go();
            }}
          >
            <StepFields business={business} step={step} form={form} />
            <CommandFault error={command.error} />
            <div className="form-actions">
              <Button type="primary" size="large" htmlType="submit" loading={command.isPending} data-testid="start-go">
                {byBuilding ? '打开楼盘表' : '校验并立案'} <Key>Ctrl+Enter</Key>
              </Button>
            </div>
          </form>
        </Panel>
        <Guide business={business} />
      </div>
    </div>
  );
}

function Guide({ business }: { business: Business }) {
  const { guide, steps } = business;
  return (
    <aside className="case-side">
      <Panel title="怎样办">
        <ol className="how-steps">
          {steps.map((step) => (
            <li key={step.id}>{step.name}</li>
          ))}
        </ol>
      </Panel>
      <Panel title="办理条件">
        <ul className="guide-list">
          {guide.conditions.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Panel>
      <Panel title="准备好这些">
        <ul className="guide-list">
          {guide.materials.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p className="soft guide-result">办结后：{guide.result}</p>
      </Panel>
    </aside>
  );
}
