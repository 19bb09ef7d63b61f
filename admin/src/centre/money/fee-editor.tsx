import {
  type FeeChange,
  type FeeCitationVersion,
  type FeeRuleVersion,
  feeExemptions,
  formatFen,
  parseYuan,
  type RouteCall,
  routes,
} from '@zhucheng/shared';
import { App, Button, DatePicker, Input, Modal } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { asApiError } from '../../app/api';
import { CommandFault } from '../../app/errors';
import { useCommand } from '../../app/query';
import { FeeLine, type Line } from './fee-line';
import { FeePreviewTable } from './fee-preview';
import { ruleName } from './fee-words';

interface Grant {
  exemption: FeeCitationVersion['exemption'];
  text: string;
  until: string | null;
  was: FeeCitationVersion;
}
interface Props {
  /** Those that nothing ends yet. */
  rules: FeeRuleVersion[];
  citations: FeeCitationVersion[];
  earliest: string;
  onClose: () => void;
  onDone: () => void;
}
type Body = RouteCall<typeof routes.centreFees.propose>['body'];

let serial = 0;

const lineOf = (rule: FeeRuleVersion): Line => ({
  key: rule.id,
  matter: rule.matter as Line['matter'],
  payer: rule.payer,
  uses: rule.uses,
  unit: formatFen(rule.perUnitFen),
  copy: formatFen(rule.perFurtherCopyFen),
  stop: false,
  was: rule,
});

const changed = ({ was, stop, unit, copy }: Line): boolean =>
  !was || stop || parseYuan(unit) !== was.perUnitFen || parseYuan(copy) !== was.perFurtherCopyFen;

/** Writes a change of the fee table, shows what it changes for whom, and proposes it. */
export function FeeEditor({ rules, citations, earliest, onClose, onDone }: Props) {
  const [from, setFrom] = useState(earliest);
  const [basis, setBasis] = useState('');
  const [lines, setLines] = useState(() =>
    rules.map(lineOf).sort((a, b) => ruleName(a).localeCompare(ruleName(b), 'zh')),
  );
  const [grants, setGrants] = useState<Grant[]>(() =>
    citations.map((was) => ({ exemption: was.exemption, text: was.text, until: was.until, was })),
  );
  const { message } = App.useApp();
  const preview = useCommand(routes.centreFees.preview);
  const propose = useCommand(routes.centreFees.propose, () => {
    void message.success('已提出，等另一位同事复核。');
    onDone();
  });
  const sent = lines.filter(changed);
  const body = {
    from,
    basis: basis.trim(),
    rows: sent.map(({ matter, payer, uses, unit, copy, stop }) => ({
      matter,
      payer,
      uses,
      // An amount nobody can read is refused by the server, at its line.
      fees: stop ? null : { perUnitFen: parseYuan(unit) ?? -1, perFurtherCopyFen: parseYuan(copy) ?? -1 },
    })),
    citations: grants
      .filter(({ text, until, was }) => text.trim() !== was.text || until !== was.until)
      .map(({ exemption, text, until }) => ({ exemption, text: text.trim() || null, until })),
  } satisfies FeeChange as Body;
  const fault = preview.error ?? propose.error;
  const faultOf = (path: string): string | undefined =>
    fault
      ? asApiError(fault).fields.find((one) => one.path === path || one.path.startsWith(`${path}.`))?.message
      : undefined;
  const edit = (key: string, change: Partial<Line>): void => {
    preview.reset();
    propose.reset();
    setLines(lines.map((line) => (line.key === key ? { ...line, ...change } : line)));
  };
  const add = (): void => {
    const line: Line = {
      key: `new-${++serial}`,
      matter: 'transfer',
      payer: 'any',
      uses: [],
      unit: '',
      copy: '0.00',
      stop: false,
    };
    setLines([...lines, line]);
  };
  return (
    <Modal
      open
      width={960}
      title="提出收费标准调整"
      onCancel={onClose}
      onOk={() => (preview.data ? propose.mutate({ body }) : preview.mutate({ body }))}
      okText={preview.data ? '提出，等复核' : '下一步：看谁的费用变'}
      cancelText="取消"
      okButtonProps={{ 'data-testid': preview.data ? 'fee-propose' : 'fee-preview-open' }}
      confirmLoading={preview.isPending || propose.isPending}
    >
      {preview.data ? (
        <>
          <p>
            从 <strong>{from}</strong> 起执行，依据：{basis}
          </p>
          <FeePreviewTable preview={preview.data} from={from} />
          <Button onClick={() => preview.reset()} data-testid="fee-back">
            返回修改
          </Button>
        </>
      ) : (
        <>
          <div className="form-grid">
            <div>
              <label className="field-label" htmlFor="fee-from">
                从哪天起执行（最早 {earliest}）
              </label>
              <DatePicker
                id="fee-from"
                className="w-160"
                allowClear={false}
                minDate={dayjs(earliest)}
                value={dayjs(from)}
                onChange={(value) => value && setFrom(value.format('YYYY-MM-DD'))}
              />
              {faultOf('from') && <p className="field-fault">{faultOf('from')}</p>}
            </div>
            <div>
              <label className="field-label" htmlFor="fee-basis">
                依据（文号）
              </label>
              <Input
                id="fee-basis"
                maxLength={200}
                value={basis}
                onChange={(event) => setBasis(event.target.value)}
                placeholder="例如：桂发改价格〔2026〕9号"
                data-testid="fee-basis"
              />
              {faultOf('basis') && <p className="field-fault">{faultOf('basis')}</p>}
            </div>
          </div>
          <p className="soft">只改要调整的行，没有改的照旧。</p>
          <div className="fee-line fee-heads" aria-hidden="true">
            <span>事项、用途和缴费人</span>
            <span>每件（元）</span>
            <span>第二本起（元）</span>
            <span />
          </div>
          {lines.map((line) => (
            <FeeLine
              key={line.key}
              line={line}
              fault={changed(line) ? faultOf(`rows.${sent.indexOf(line)}`) : undefined}
              onChange={(change) => edit(line.key, change)}
              onRemove={() => setLines(lines.filter(({ key }) => key !== line.key))}
            />
          ))}
          <Button type="dashed" onClick={add} data-testid="fee-add">
            添加一条
          </Button>
          {grants.map((grant, i) => (
            <div className="form-grid" key={grant.was.id}>
              <div>
                <label className="field-label" htmlFor={`grant-${i}`}>
                  减免依据：{feeExemptions[grant.exemption]}
                </label>
                <Input
                  id={`grant-${i}`}
                  maxLength={200}
                  value={grant.text}
                  onChange={({ target }) =>
                    setGrants(grants.map((one) => (one === grant ? { ...one, text: target.value } : one)))
                  }
                />
              </div>
              <div>
                <label className="field-label" htmlFor={`grant-until-${i}`}>
                  到哪天为止（那天起不再减免，空着就长期）
                </label>
                <DatePicker
                  id={`grant-until-${i}`}
                  className="w-160"
                  value={grant.until ? dayjs(grant.until) : null}
                  onChange={(value) => {
                    const until = value ? value.format('YYYY-MM-DD') : null;
                    setGrants(grants.map((one) => (one === grant ? { ...one, until } : one)));
                  }}
                />
              </div>
            </div>
          ))}
        </>
      )}
      <CommandFault error={fault} onReload={onDone} />
    </Modal>
  );
}
