import { View } from '@tarojs/components';
import type { Difference, SavedMeanwhile, Side } from '@zhucheng/shared';
import { useState } from 'react';
import { moment } from '@/core/when';
import { Banner, Button, Card, ChoiceField, Page } from '@/ui';

interface Props {
  title: string;
  saved: SavedMeanwhile;
  differences: readonly Difference[];
  onSettle(sides: Record<string, Side>): void;
}

const shown = (text: string): string => (text === '' ? '（没有填）' : text);

/** The step was saved on another page meanwhile, or by somebody else: both contents, line by line, and a choice. */
export function SaveConflict({ title, saved, differences, onSettle }: Props) {
  const [sides, setSides] = useState<Record<string, Side>>({});
  const who = saved.mine ? '您在另一个页面' : saved.by;
  const when = saved.at === null ? '' : `，${moment(saved.at)}`;
  const theirs = saved.mine ? '另一个页面保存的' : `${saved.by}保存的`;
  const all = (side: Side) => setSides(Object.fromEntries(differences.map(({ path }) => [path, side])));
  const open = differences.filter(({ path }) => !sides[path]).length;
  return (
    <Page
      title={title}
      foot={
        <>
          <Button id="conflict-go" disabled={open > 0} onTap={() => onSettle(sides)}>
            {open > 0 ? `还有 ${open} 项没有选` : '选好了，继续填写'}
          </Button>
        </>
      }
    >
      <Banner kind="warn" title="这一步有两份内容">
        {`${who}也保存过这一步${when}。您填的没有丢。请看看下面不一样的地方，每项选一份。`}
      </Banner>
      {differences.length > 1 && (
        <View className="actions">
          <Button id="conflict-all-mine" kind="quiet" onTap={() => all('mine')}>
            都用我刚才填的
          </Button>
          <Button id="conflict-all-theirs" kind="quiet" onTap={() => all('theirs')}>
            {`都用${theirs}`}
          </Button>
        </View>
      )}
      {differences.map(({ path, label, ...values }) => (
        <Card key={path}>
          <ChoiceField
            id={`conflict-${path.replace(/\./g, '-')}`}
            label={label}
            options={[
              { value: 'mine', label: shown(values.mine), note: '我刚才填的' },
              { value: 'theirs', label: shown(values.theirs), note: theirs },
            ]}
            value={sides[path]}
            onChange={(side) => setSides({ ...sides, [path]: side as Side })}
          />
        </Card>
      ))}
    </Page>
  );
}
