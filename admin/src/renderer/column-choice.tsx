import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';

interface Props<C extends string> {
  names: Record<C, string>;
  /** The column that cannot be hidden: its link opens the row. */
  fixed: C;
  shown: C[];
  onChange(next: C[]): void;
}

/** Which columns of a table to show. */
export function ColumnChoice<C extends string>({ names, fixed, shown, onChange }: Props<C>) {
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title="显示的列"
      content={
        <Checkbox.Group
          className="column-choice"
          value={shown}
          onChange={(next) => onChange([fixed, ...(next as C[]).filter((name) => name !== fixed)])}
          options={(Object.keys(names) as C[]).map((name) => ({
            value: name,
            label: names[name],
            disabled: name === fixed,
          }))}
        />
      }
    >
      <Button icon={<SettingOutlined />} data-testid="columns">
        列
      </Button>
    </Popover>
  );
}
