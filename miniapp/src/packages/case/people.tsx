import { View } from '@tarojs/components';
import { authorisationStates, type CaseView } from '@zhucheng/shared';
import { useActing } from '@/core/acting';
import { businessOf } from '@/core/business';
import { moment } from '@/core/when';
import { Bullets, Card, Tag } from '@/ui';

const kinds = { none: 'plain', waiting: 'wait', window: 'wait', passed: 'ok', refused: 'stop', told: 'plain' } as const;
const ways: Record<string, string> = {
  face: '刷脸',
  window: '窗口核验',
  institution: '机构确认',
  committed: '已作出承诺',
};
/** Why some are not asked. */
const quiet: Record<string, string> = { none: '申请的发起人，不用另外授权', informed: '已另行约定，只通知，不用授权' };

/** Each side: who, with what share, what they agree to, whether they have agreed. */
export function People({ view }: { view: CaseView }) {
  const business = businessOf(view);
  const me = useActing() ? '（委托人）' : '（我）';
  const roles = [...new Set(view.parties.map((party) => party.role))];
  return (
    <>
      {roles.map((role) => {
        const parties = view.parties.filter((party) => party.role === role);
        const declared = business?.parties[role];
        const asked = declared?.authorise === 'face' || declared?.authorise === 'institution';
        return (
          <Card key={role} title={parties[0]?.roleName}>
            {declared?.shares && view.coOwnership && <View className="small">{`共有方式：${view.coOwnership}`}</View>}
            {parties.map((party) => {
              const { state, how, at, reason, current, agent } = party.authorisation;
              const stale = state === 'passed' && !current;
              return (
                <View className="person" key={party.id}>
                  <View className="person__main">
                    <View className="person__name">
                      {`${party.name}${party.isMe ? me : ''}${party.share ? `　${party.share}` : ''}`}
                    </View>
                    <View className="small">
                      {[party.idNumberMasked, party.phoneMasked].filter(Boolean).join('　')}
                    </View>
                    {!asked && declared && <View className="small">{quiet[declared.authorise]}</View>}
                    {agent && (
                      <View className="small">{`由代办人 ${agent.name}（${agent.relationName}）代为授权`}</View>
                    )}
                    {at && (
                      <View className="small">{`${how ? (ways[how] ?? '') : ''} ${moment(at)}${reason ? `，${reason}` : ''}`}</View>
                    )}
                  </View>
                  {asked &&
                    (stale ? (
                      <Tag kind="wait">要重新授权</Tag>
                    ) : (
                      <Tag kind={kinds[state]}>{authorisationStates[state]}</Tag>
                    ))}
                </View>
              );
            })}
            {declared && declared.agreesTo.length > 0 && (
              <View className="agrees">
                <View className="small">授权时同意：</View>
                <Bullets items={declared.agreesTo} />
              </View>
            )}
          </Card>
        );
      })}
    </>
  );
}
