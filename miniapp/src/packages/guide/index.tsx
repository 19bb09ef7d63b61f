import { View } from '@tarojs/components';
import { type GuideListItem, routes } from '@zhucheng/shared';
import { useEffect, useState } from 'react';
import { call } from '@/core/api';
import { go } from '@/core/go';
import { useLoad } from '@/core/use-load';
import { a11y, Banner, Button, Card, Cell, classes, Empty, Failed, onKeys, Page, Skeleton, TextField } from '@/ui';
import './guide.scss';

const PAUSE_MS = 300;

/** What is typed, once typing pauses: a search is not sent for every letter. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}

function Categories(props: { items: readonly GuideListItem[]; at: string; onChoose: (category: string) => void }) {
  const names = new Map([['', '全部'], ...props.items.map((item) => [item.category, item.categoryName] as const)]);
  if (names.size < 3) return null;
  return (
    <View className="guide__categories">
      {[...names].map(([category, name]) => {
        const on = category === props.at;
        const choose = () => props.onChoose(category);
        return (
          <View
            key={category}
            className={classes('guide__category', on && 'guide__category--on')}
            onClick={choose}
            {...onKeys(choose)}
            {...a11y({ role: 'radio', label: name, checked: on })}
          >
            {name}
          </View>
        );
      })}
    </View>
  );
}

export default function Guides() {
  const [words, setWords] = useState('');
  const [chosen, setCategory] = useState('');
  const search = usePaused(words.trim());
  const { data, error, reload } = useLoad(() => call(routes.guides.list, { query: { search } }), [search]);
  const items = data?.items ?? [];
  const category = items.some((item) => item.category === chosen) ? chosen : '';
  const listed = items.filter((item) => !category || item.category === category);
  const groups = [...new Set(listed.map((item) => item.category))];
  const clear = () => {
    setWords('');
    setCategory('');
  };
  return (
    <Page title="办事指南">
      <TextField
        id="guide-search"
        label="想办什么事"
        hint="输入一两个词就行，例如“买卖”“抵押”“身份证”"
        value={words}
        onChange={setWords}
        maxLength={60}
        example="搜索办事指南"
      />
      <Categories items={items} at={category} onChoose={setCategory} />
      <Failed error={error} onRetry={reload} />
      {!data && !error && <Skeleton />}
      {data && !error && (
        <View {...a11y({ role: 'status', live: 'polite' })} className="small guide__count">
          {search ? `找到 ${listed.length} 份指南` : `共 ${listed.length} 份指南`}
        </View>
      )}
      {data && !error && listed.length === 0 && (
        <Empty
          icon="lens"
          title="没有找到这样的指南"
          note="换个说法试试，比如只写“买卖”；也可以看看全部指南，或到大厅窗口问一问。"
          action={
            <Button kind="quiet" onTap={clear}>
              看全部指南
            </Button>
          }
        />
      )}
      {groups.map((group) => {
        const of = listed.filter((item) => item.category === group);
        return (
          <Card key={group} title={of[0]?.categoryName} flush>
            {of.map((item) => (
              <Cell
                key={item.id}
                id={`guide-${item.id}`}
                title={item.name}
                note={item.summary}
                onTap={() => go('/packages/guide/detail', { id: item.id })}
              />
            ))}
          </Card>
        );
      })}
      <Banner title="没有您要办的事？">可以到登记大厅的窗口问，工作人员会告诉您怎么办、带什么。</Banner>
    </Page>
  );
}
