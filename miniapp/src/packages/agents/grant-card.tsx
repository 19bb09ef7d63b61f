import { View } from '@tarojs/components';
import { agentScopes, type GrantView } from '@zhucheng/shared';
import { Bullets, Card, Facts } from '@/ui';
import { dateText, unitsText } from './words';

type Content = Pick<GrantView, 'principal' | 'agent' | 'relationName' | 'scopes' | 'units' | 'endsOn'>;

/** The authority in full, as both read it before they agree. */
export const GrantCard = ({ grant }: { grant: Content }) => (
  <View className="pre-line">
    <Card title="谁请谁代办">
      <Facts
        rows={[
          ['委托人', `${grant.principal.name}\n${grant.principal.idNumberMasked}`],
          ['代办人', `${grant.agent.name}\n${grant.agent.idNumberMasked}`],
          ...(grant.agent.phoneMasked ? [['代办人手机', grant.agent.phoneMasked] as const] : []),
          ['关系', `代办人是委托人的${grant.relationName}`],
        ]}
      />
    </Card>
    <Card title="办哪些事">
      <Bullets items={grant.scopes.map((scope) => `${agentScopes[scope].name}：${agentScopes[scope].does}`)} />
    </Card>
    <Card title="哪些不动产，到哪天">
      <Facts
        rows={[
          ['不动产', unitsText(grant)],
          ['截止', `${dateText(grant.endsOn)}（当天有效）`],
        ]}
      />
    </Card>
  </View>
);
