import { View } from '@tarojs/components';
import type { CaseView } from '@zhucheng/shared';
import { moment } from '@/core/when';
import { Card, Tag } from '@/ui';

/** What the register asks the parties to commit to (承诺), and who has. */
export function Commitments({ view }: { view: Pick<CaseView, 'commitments'> }) {
  return (
    <>
      {view.commitments.map((commitment) => (
        <Card key={commitment.kind} title="各方承诺">
          <View className="lead">{commitment.text}</View>
          {commitment.by.map(({ partyId, roleName, name, how, at }) => (
            <View className="person" key={partyId}>
              <View className="person__main">
                <View className="person__name">{`${roleName} ${name}`}</View>
                <View className="small">{at ? moment(at) : how === 'send' ? '发起时勾选承诺' : '授权时一并承诺'}</View>
              </View>
              <Tag kind={at ? 'ok' : 'wait'}>{at ? '已承诺' : '待承诺'}</Tag>
            </View>
          ))}
        </Card>
      ))}
    </>
  );
}
