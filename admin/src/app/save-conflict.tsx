import type { Difference, SavedMeanwhile, Side } from '@zhucheng/shared';
import { Alert, Button, Radio } from 'antd';
import { useState } from 'react';
import { minute } from './format';

interface Props {
  saved: SavedMeanwhile;
  differences: readonly Difference[];
  /** Nothing is chosen, because nothing was typed: what was read, beside what is saved now. */
  read?: boolean;
  /** What happens with the chosen values, e.g. 按选好的保存. */
  go: string;
  busy?: boolean;
  onSettle(sides: Record<string, Side>): void;
}

const Value = ({ children }: { children: string }) =>
  children === '' ? <span className="soft">没有填</span> : <span className="kept-lines">{children}</span>;

/** Somebody else has saved meanwhile (刚才被同事保存过): both contents side by side, and a choice for each line. */
export function SaveConflict({ saved, differences, read = false, go, busy, onSettle }: Props) {
  const [sides, setSides] = useState<Record<string, Side>>({});
  const theirs = saved.mine ? '另一个页面保存的' : `${saved.by}保存的`;
  const all = (side: Side): Record<string, Side> => Object.fromEntries(differences.map(({ path }) => [path, side]));
  const open = read ? 0 : differences.filter(({ path }) => !sides[path]).length;
  const mine = read ? '您看到的' : '您填的';
  const who = saved.mine ? '您在另一个页面保存过这里' : `${saved.by}刚才保存过这里`;
  return (
    <section className="save-conflict" data-testid="save-conflict" aria-label="两份内容对照">
      <Alert
        type="warning"
        showIcon
        title={`${who}${saved.at === null ? '' : `（${minute(saved.at)}）`}`}
        description={
          read
            ? '您看到的已经不是现在的内容，请对照后再决定。'
            : differences.length > 0
              ? `您填的没有丢，也还没有保存。有 ${differences.length} 项不一样，请逐项选一份。`
              : '两份内容一样，可以直接保存。'
        }
      />
      {differences.length > 0 && (
        <>
          {!read && differences.length > 1 && (
            <div className="save-conflict-all">
              <Button onClick={() => setSides(all('mine'))} data-testid="conflict-all-mine">
                都用我填的
              </Button>
              <Button onClick={() => setSides(all('theirs'))} data-testid="conflict-all-theirs">
                都用{theirs}
              </Button>
            </div>
          )}
          <table className="comparison">
            <caption className="sr-only">
              {mine}与{theirs}对照
            </caption>
            <thead>
              <tr>
                <th scope="col" className="col-label">
                  项目
                </th>
                <th scope="col">{mine}</th>
                <th scope="col">{theirs}</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ path, label, ...values }) => (
                <tr key={path}>
                  <th scope="row">{label}</th>
                  {(['mine', 'theirs'] as const).map((side) => (
                    <td key={side}>
                      {read ? (
                        <Value>{values[side]}</Value>
                      ) : (
                        <Radio
                          name={`conflict-${path}`}
                          checked={sides[path] === side}
                          onChange={() => setSides({ ...sides, [path]: side })}
                          data-testid={`conflict-${path}-${side}`}
                        >
                          <span className="sr-only">{`${label}，用${side === 'mine' ? '我填的' : theirs}：`}</span>
                          <Value>{values[side]}</Value>
                        </Radio>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <div className="form-actions">
        <span className="soft grow" aria-live="polite">
          {open > 0 && `还有 ${open} 项没有选`}
        </span>
        <Button
          type="primary"
          size="large"
          disabled={open > 0}
          loading={busy === true}
          onClick={() => onSettle(sides)}
          data-testid="conflict-go"
        >
          {go}
        </Button>
      </div>
    </section>
  );
}
