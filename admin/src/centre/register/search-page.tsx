import { certificateNumber, conditionName, residentId, routes, unitNumber } from '@zhucheng/shared';
import { App, type InputRef, Table, Tag } from 'antd';
import { useRef } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { LoadFault } from '../../app/errors';
import { area } from '../../app/format';
import { useHotkeys } from '../../app/hotkeys';
import { useRead } from '../../app/query';
import { SearchBox } from '../../app/search-box';
import { EmptyHint, PageHead, Pager, UnitNumber, useCursor } from '../../app/ui';

/** Numbers in their canonical spelling, whatever was pasted; anything else is part of a location. */
function canonical(raw: string): string {
  const text = raw.trim();
  return [unitNumber, certificateNumber].find((kind) => kind.problem(text) === null)?.normalise(text) ?? text;
}

/** The register (登记簿) by whatever is printed on paper: unit number, certificate number or location. */
export function Component() {
  const [params, setParams] = useSearchParams();
  const navigate = useNavigate();
  const box = useRef<InputRef>(null);
  const search = params.get('q') ?? '';
  const cursor = useCursor(search);
  const units = useRead(
    ['units', search, cursor.cursor ?? ''],
    routes.register.units,
    { query: { search: search || undefined, cursor: cursor.cursor, limit: 20 } },
    { keep: true },
  );
  const { message } = App.useApp();
  const look = (raw: string): void => {
    const text = canonical(raw);
    // Identity numbers don't belong into addresses, and the register isn't searched by person here.
    if (residentId.problem(text) === null) message.info('请用单元号、证号或坐落查询，不支持身份证号。');
    else setParams(text ? { q: text } : {});
  };
  useHotkeys({ '/': () => box.current?.focus() });

  return (
    <div className="page">
      <PageHead title="登记簿" hint="输入不动产单元号、证号或坐落。带空格、全角括号都可以直接粘贴。" />
      <section className="panel">
        <search className="toolbar">
          <SearchBox
            ref={box}
            text={search}
            className="w-520"
            size="large"
            aria-label="单元号、证号或坐落"
            placeholder="单元号、证号或坐落"
            enterButton="查询"
            maxLength={100}
            onLook={look}
            data-testid="unit-search"
          />
        </search>
        {units.error && !units.data ? (
          <LoadFault error={units.error} onRetry={() => void units.refetch()} />
        ) : (
          <Table
            data-testid="unit-table"
            className="work-table"
            rowKey="id"
            size="medium"
            pagination={false}
            loading={units.isPending || units.isPlaceholderData}
            dataSource={units.data?.items ?? []}
            scroll={{ x: 960 }}
            onRow={(item) => ({ onDoubleClick: () => navigate(`/register/${item.id}`), 'data-testid': 'unit-row' })}
            locale={{
              emptyText: units.isPending ? (
                <div className="empty-space" />
              ) : (
                <EmptyHint title={search ? '登记簿里没有查到' : '登记簿是空的'}>
                  {search ? '请核对是否少了字或数字；坐落可以只输入一部分，例如小区名。' : '还没有登记单元。'}
                </EmptyHint>
              ),
            }}
            columns={[
              {
                title: '坐落',
                render: (_, item) => <Link to={`/register/${item.id}`}>{item.location}</Link>,
              },
              { title: '不动产单元号', width: 270, render: (_, item) => <UnitNumber value={item.unitNumber} /> },
              { title: '权利人', dataIndex: 'owners', width: 170 },
              { title: '用途', dataIndex: 'useName', width: 90 },
              {
                title: '面积',
                width: 110,
                align: 'right',
                render: (_, item) => <span className="nowrap">{area(item.areaHundredths)}</span>,
              },
              {
                title: '登记情况',
                width: 200,
                render: (_, item) =>
                  item.conditions.length ? (
                    item.conditions.map((condition) => (
                      <Tag key={condition} className={condition.endsWith('seizure') ? 'tag-stop' : 'tag-note'}>
                        {conditionName(condition)}
                      </Tag>
                    ))
                  ) : (
                    <span className="soft">无限制</span>
                  ),
              },
            ]}
          />
        )}
        <Pager at={cursor} next={units.data?.next ?? null} busy={units.isPlaceholderData} />
      </section>
    </div>
  );
}
