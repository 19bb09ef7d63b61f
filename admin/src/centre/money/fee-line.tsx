import { type FeeMatter, type FeePayer, type FeeRuleVersion, feeMatters, feePayers, unitUses } from '@zhucheng/shared';
import { Button, Checkbox, Input, Select } from 'antd';
import { ruleName } from './fee-words';

/** A row as it is typed; `was` is missing for a new one. */
export interface Line {
  key: string;
  matter: Exclude<FeeMatter, 'none'>;
  payer: FeePayer;
  uses: string[];
  unit: string;
  copy: string;
  stop: boolean;
  was?: FeeRuleVersion;
}
const optionsOf = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }));
const matters = optionsOf(feeMatters).filter(({ value }) => value !== 'none');

interface LineProps {
  line: Line;
  fault: string | undefined;
  onChange: (change: Partial<Line>) => void;
  onRemove: () => void;
}

/** A row of the fee table as it is changed: its amounts, or that it ends; a new one has its matter, payer and uses, too. */
export function FeeLine({ line, fault, onChange, onRemove }: LineProps) {
  const name = ruleName(line);
  return (
    <div
      className="fee-line"
      data-testid={line.was ? `fee-line-${line.matter}-${line.payer}-${line.uses.length}` : 'fee-line-new'}
    >
      {line.was ? (
        <span>{name}</span>
      ) : (
        <span className="row-actions">
          <Select
            aria-label="事项"
            value={line.matter}
            options={matters}
            onChange={(matter) => onChange({ matter: matter as Line['matter'] })}
          />
          <Select
            aria-label="缴费人"
            popupMatchSelectWidth={false}
            value={line.payer}
            options={optionsOf(feePayers)}
            onChange={(payer) => onChange({ payer: payer as FeePayer })}
          />
          <Select
            aria-label="用途，空着就是其他用途"
            className="w-160"
            mode="multiple"
            placeholder="其他用途"
            value={line.uses}
            options={optionsOf(unitUses)}
            onChange={(uses) => onChange({ uses })}
          />
        </span>
      )}
      <Input
        aria-label={`${name}，每件`}
        className="mono"
        inputMode="decimal"
        disabled={line.stop}
        value={line.unit}
        onChange={({ target }) => onChange({ unit: target.value })}
        data-testid="fee-unit"
      />
      <Input
        aria-label={`${name}，第二本起`}
        className="mono"
        inputMode="decimal"
        disabled={line.stop}
        value={line.copy}
        onChange={({ target }) => onChange({ copy: target.value })}
      />
      {line.was ? (
        <Checkbox checked={line.stop} onChange={({ target }) => onChange({ stop: target.checked })}>
          停用
        </Checkbox>
      ) : (
        <Button onClick={onRemove}>删去</Button>
      )}
      {fault && <p className="fee-fault">{fault}</p>}
    </div>
  );
}
