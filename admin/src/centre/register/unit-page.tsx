import { LeftOutlined, PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { conditionName, routes, type UnitDetail } from '@zhucheng/shared';
import { Button, Segmented, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { LoadFault } from '../../app/errors';
import { acceptance, area } from '../../app/format';
import { useForget, useRead } from '../../app/query';
import { useRole } from '../../app/session';
import { EmptyHint, PageSkeleton, Panel, StateTag, UnitNumber, Verdict } from '../../app/ui';
import { AddLimitDialog } from './add-limit-dialog';
import { History } from './history';
import { LiftLimitDialog } from './lift-limit-dialog';
import { PlanDrawing } from './plan-drawing';
import { Limits, Mortgages, Notices, Rights } from './registrations';

type Limit = UnitDetail['limits'][number];

export function Component() {
  const { id = '' } = useParams();
  return <UnitPage key={id} id={id} />;
}

/** One unit of the register: what holds now, what held before, and the history that proves it. */
function UnitPage({ id }: { id: string }) {
  const registrar = useRole('registrar');
  const client = useQueryClient();
  const forget = useForget();
  const [which, setWhich] = useState<'current' | 'all'>('current');
  const [adding, setAdding] = useState(false);
  const [lifting, setLifting] = useState<Limit | null>(null);
  const detail = useRead(['unit', id], routes.register.unit, { params: { id } });
  const location = detail.data?.unit.location;
  useEffect(() => {
    if (location) document.title = `${location} · 珠城e登`;
  }, [location]);

  if (detail.error && !detail.data) return <LoadFault error={detail.error} onRetry={() => void detail.refetch()} />;
  if (!detail.data) return <PageSkeleton />;
  const data = detail.data;
  const { unit } = data;
  const shown = <T extends { validTo: number | null }>(rows: T[]): T[] =>
    which === 'all' ? rows : rows.filter((row) => row.validTo === null);
  const ended = [data.rights, data.mortgages, data.notices, data.limits]
    .flat()
    .filter((row) => row.validTo !== null).length;
  const changed = (reply: UnitDetail): void => {
    client.setQueryData(['unit', id], reply);
    void forget('units', 'queue', 'case');
  };

  return (
    <div className="page">
      <Link className="back" to="/register">
        <LeftOutlined /> 登记簿
      </Link>
      <header className="case-head">
        <div className="case-title">
          <div>
            <h1>{unit.location}</h1>
            <p>
              不动产单元号 <UnitNumber value={unit.unitNumber} />
            </p>
            <p className="tags">
              {unit.conditions.length ? (
                unit.conditions.map((condition) => (
                  <Tag key={condition} className={condition.endsWith('seizure') ? 'tag-stop' : 'tag-note'}>
                    {conditionName(condition)}
                  </Tag>
                ))
              ) : (
                <span className="soft">没有抵押、查封等限制</span>
              )}
            </p>
          </div>
          <div className="case-actions">
            {registrar && (
              <Button
                size="large"
                type="primary"
                icon={<PlusOutlined />}
                onClick={() => setAdding(true)}
                data-testid="add-limit"
              >
                登记限制
              </Button>
            )}
          </div>
        </div>
        <dl className="answers five">
          <Answer label="权利类型" value={data.rightType} />
          <Answer label="权利性质" value={data.rightNature} />
          <Answer label="用途" value={unit.useName} />
          <Answer label="建筑面积" value={area(unit.areaHundredths)} />
          <Answer label="使用期限" value={data.term} />
        </dl>
      </header>
      <div className="case-columns">
        <div className="case-main">
          <div className="segment-row">
            <Segmented<'current' | 'all'>
              aria-label="显示哪些登记"
              value={which}
              onChange={setWhich}
              options={[
                { value: 'current', label: '现在有效' },
                { value: 'all', label: `全部（含已注销 ${ended} 项）` },
              ]}
            />
          </div>
          <Panel title="所有权" flush testId="unit-rights">
            <Rights rows={shown(data.rights)} />
          </Panel>
          <Panel title="抵押权" flush testId="unit-mortgages">
            <Mortgages rows={shown(data.mortgages)} />
          </Panel>
          <Panel title="预告登记" flush testId="unit-notices">
            <Notices rows={shown(data.notices)} />
          </Panel>
          <Panel title="查封与异议" flush testId="unit-limits">
            <Limits rows={shown(data.limits)} onLift={registrar ? setLifting : undefined} />
          </Panel>
          <Panel
            title={`登记簿历史 · ${data.history.length} 条`}
            extra={
              <span data-testid="history-verdict" data-intact={data.historyIntact}>
                <Verdict good={data.historyIntact} hint="每条记录包含上一条的哈希；任何一条被改动都会断链。">
                  {data.historyIntact ? '哈希链完整，未被改动' : '哈希链断裂，请立即联系审计'}
                </Verdict>
              </span>
            }
          >
            <History entries={data.history} />
          </Panel>
        </div>
        <aside className="case-side">
          <Panel title="分户图">
            {data.plan ? <PlanDrawing plan={data.plan} /> : <p className="soft">这个单元没有分户图。</p>}
          </Panel>
          <Panel title="在办业务" flush>
            {data.pendingCases.length === 0 ? (
              <EmptyHint title="没有在办业务" />
            ) : (
              <ul className="case-lines">
                {data.pendingCases.map((item) => (
                  <li key={item.id}>
                    <Link to={`/review/${item.id}`}>
                      <span className="case-line-main">
                        <strong>{item.businessName}</strong>
                        <span className="soft mono">{acceptance(item.acceptanceNumber)}</span>
                      </span>
                      <StateTag state={item.state} name={item.stateName} />
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </Panel>
        </aside>
      </div>
      <AddLimitDialog unit={data} open={adding} onClose={() => setAdding(false)} onDone={changed} />
      <LiftLimitDialog limit={lifting} unit={data} onClose={() => setLifting(null)} onDone={changed} />
    </div>
  );
}

const Answer = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>
      <strong>
        {value.split(' ').map((word) => (
          <span className="word" key={word}>
            {word}{' '}
          </span>
        ))}
      </strong>
    </dd>
  </div>
);
