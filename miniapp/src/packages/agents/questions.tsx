import { View } from '@tarojs/components';
import {
  type AgentRelation,
  type AgentScope,
  agentRelations,
  agentScopeIds,
  agentScopes,
  longestGrantDays,
  phone as phoneRule,
  routes,
  typingRoom,
} from '@zhucheng/shared';
import { call } from '@/core/api';
import { useProven } from '@/core/assurance';
import type { Faults } from '@/core/faults';
import { useLoad } from '@/core/use-load';
import { DocumentField } from '@/renderer/document-field';
import { Card, ChoiceField, DateField, Failed, Field, Option, TextField } from '@/ui';
import { dayAfter } from './words';

export interface Draft {
  name: string;
  idNumber: string;
  phone: string;
  relation?: AgentRelation;
  scopes: AgentScope[];
  /** Null: all; empty: some, none chosen yet. */
  unitIds: string[] | null;
  endsOn: string;
}

export const emptyDraft: Draft = { name: '', idNumber: '', phone: '', scopes: [], unitIds: null, endsOn: '' };

export interface Question {
  draft: Draft;
  faults: Faults;
  change(set: Partial<Draft>, path: string): void;
}

export const Who = ({ draft, faults, change }: Question) => (
  <Card>
    <TextField
      id="agent-name"
      label="代办人姓名"
      hint="与证件上一致"
      value={draft.name}
      error={faults['agent.name']}
      onChange={(name) => change({ name }, 'agent.name')}
    />
    <DocumentField
      id="agent-id"
      whose="代办人"
      value={draft.idNumber}
      error={faults['agent.idNumber']}
      onChange={(idNumber) => change({ idNumber }, 'agent.idNumber')}
    />
    <TextField
      id="agent-phone"
      label="代办人手机号"
      hint="用来发短信提醒对方答复"
      keyboard="phone"
      maxLength={typingRoom(phoneRule)}
      value={draft.phone}
      error={faults['agent.phone']}
      onChange={(phone) => change({ phone }, 'agent.phone')}
    />
  </Card>
);

const relations = (Object.keys(agentRelations) as AgentRelation[]).map((value) => ({
  value,
  label: agentRelations[value],
}));

export const Relation = ({ draft, faults, change }: Question) => (
  <Card>
    <ChoiceField
      id="agent-relation"
      label={`${draft.name || '代办人'}是您的什么人`}
      options={relations}
      value={draft.relation}
      error={faults.relation}
      onChange={(value) => change({ relation: value as AgentRelation }, 'relation')}
    />
  </Card>
);

const toggled = <T,>(list: readonly T[], one: T): T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

/** Following a case is part of every other scope, so it is ticked along with them. */
export function Matters({ draft, faults, change }: Question) {
  const more = draft.scopes.some((scope) => scope !== 'follow');
  return (
    <Card>
      <Field id="agent-scopes" label="请代办人做哪些事" hint="可以选几项" error={faults.scopes}>
        {agentScopeIds.map((scope) => (
          <Option
            key={scope}
            id={`agent-scope-${scope}`}
            many
            label={agentScopes[scope].name}
            note={agentScopes[scope].does}
            on={draft.scopes.includes(scope) || (scope === 'follow' && more)}
            onTap={() => change({ scopes: toggled(draft.scopes, scope) }, 'scopes')}
          />
        ))}
      </Field>
    </Card>
  );
}

export function Units({ draft, faults, change }: Question) {
  const proven = useProven();
  const { data, error, reload } = useLoad(async () => (proven ? call(routes.register.mine, {}) : undefined), [proven]);
  const items = data?.items ?? [];
  return (
    <Card>
      <Failed error={error} onRetry={reload} />
      <Field id="agent-units" label="哪些不动产可以代办" error={faults.unitIds}>
        <Option
          id="agent-units-all"
          label="全部"
          note="包括以后取得的；买房、办预告登记的，也要选全部"
          on={draft.unitIds === null}
          onTap={() => change({ unitIds: null }, 'unitIds')}
        />
        {!proven && <View className="small">只交代某几处的，请先在“我的”里确认是您本人，再来选。</View>}
        {items.length > 0 && (
          <Option
            id="agent-units-some"
            label="只有下面选的"
            on={draft.unitIds !== null}
            onTap={() => change({ unitIds: draft.unitIds ?? [] }, 'unitIds')}
          />
        )}
        {draft.unitIds !== null &&
          items.map(({ unit }, index) => (
            <Option
              key={unit.id}
              id={`agent-unit-${index}`}
              many
              label={unit.location}
              note={`${unit.useName}，${(unit.areaHundredths / 100).toFixed(2)} 平方米`}
              on={draft.unitIds?.includes(unit.id) === true}
              onTap={() => change({ unitIds: toggled(draft.unitIds ?? [], unit.id) }, 'unitIds')}
            />
          ))}
      </Field>
    </Card>
  );
}

const terms = [
  { days: 30, name: '一个月' },
  { days: 90, name: '三个月' },
  { days: 180, name: '半年' },
];

export const Until = ({ draft, faults, change }: Question) => (
  <Card>
    <Field label="到哪天为止" hint="到期自动失效，最长一年，随时可以提前撤销">
      {terms.map(({ days, name }) => (
        <Option
          key={days}
          id={`agent-days-${days}`}
          label={name}
          on={draft.endsOn === dayAfter(days)}
          onTap={() => change({ endsOn: dayAfter(days) }, 'endsOn')}
        />
      ))}
    </Field>
    <DateField
      id="agent-until"
      label="或者选一个日期"
      value={draft.endsOn}
      from={dayAfter(1)}
      to={dayAfter(longestGrantDays)}
      error={faults.endsOn}
      onChange={(endsOn) => change({ endsOn }, 'endsOn')}
    />
  </Card>
);
