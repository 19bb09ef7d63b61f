import { View } from '@tarojs/components';
import {
  agentRelations,
  agentScopeIds,
  grantDraft,
  grantStatements,
  identityNumber,
  inScope,
  personName,
  phone,
  routes,
} from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { useProven } from '@/core/assurance';
import { dropDraft, loadDraft, saveDraft } from '@/core/drafts';
import { type Faults, faultAt, faultsFrom, faultsOf, hasFaults, without } from '@/core/faults';
import { replace } from '@/core/go';
import { toTop } from '@/core/scroll';
import { useSession } from '@/core/session';
import { useLoad } from '@/core/use-load';
import { useSubmit } from '@/core/use-submit';
import { a11y, Bullets, Button, Card, ErrorSummary, Failed, Gate, Option, Page, Steps } from '@/ui';
import { GrantCard } from './grant-card';
import { type Draft, emptyDraft, Matters, type Question, Relation, Units, Until, Who } from './questions';

const PLACE = 'new';
const KIND = 'agent-grant';

/** One question at a time; `keys` are the parts of the draft that it asks for. */
const steps: ReadonlyArray<{ name: string; keys: readonly string[]; Ask(question: Question): JSX.Element }> = [
  { name: '请谁代办', keys: ['agent'], Ask: Who },
  { name: '是您的什么人', keys: ['relation'], Ask: Relation },
  { name: '办哪些事', keys: ['scopes'], Ask: Matters },
  { name: '哪些不动产', keys: ['unitIds'], Ask: Units },
  { name: '到哪天', keys: ['endsOn'], Ask: Until },
];
const names = [...steps.map((step) => step.name), '核对'];
const labels: Record<string, [label: string, at: string]> = {
  'agent.name': ['代办人姓名', 'agent-name'],
  'agent.idNumber': ['代办人证件号码', 'agent-id'],
  'agent.phone': ['代办人手机号', 'agent-phone'],
  relation: ['关系', 'agent-relation'],
  scopes: ['代办的事', 'agent-scopes'],
  unitIds: ['不动产', 'agent-units'],
  endsOn: ['截止日期', 'agent-until'],
  statement: ['声明', 'agent-statement'],
};

const bodyOf = ({ name, idNumber, phone, relation, scopes, unitIds, endsOn }: Draft, statement: boolean) => ({
  agent: { name, idNumber, phone },
  relation,
  scopes,
  unitIds,
  // An empty date is one that was not chosen.
  endsOn: endsOn || undefined,
  statement,
});

function New() {
  const [draft, setDraft] = useState<Draft>(() => loadDraft<Draft>(PLACE, KIND) ?? emptyDraft);
  const [at, setAt] = useState(0);
  const [statement, setStatement] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const session = useSession();
  const proven = useProven();
  const { data: owned } = useLoad(async () => (proven ? call(routes.register.mine, {}) : undefined), [proven]);
  const move = (to: number) => {
    setAt(to);
    toTop();
  };
  const change = (set: Partial<Draft>, path: string) => {
    const next = { ...draft, ...set };
    setDraft(next);
    saveDraft(PLACE, KIND, next);
    setFaults(without(faults, path));
  };
  const found = (keys: readonly string[]): Faults => {
    const checked = grantDraft.safeParse(bodyOf(draft, statement));
    const all = checked.success ? {} : faultsOf(checked.error);
    return Object.fromEntries(Object.entries(all).filter(([path]) => keys.includes(path.split('.')[0] ?? '')));
  };
  const next = () => {
    const wrong = found(steps[at]?.keys ?? []);
    setFaults(wrong);
    if (hasFaults(wrong)) toTop();
    else move(at + 1);
  };
  const send = useSubmit(async () => {
    const wrong = found(['statement']);
    setFaults(wrong);
    if (hasFaults(wrong)) return;
    try {
      const body = bodyOf(draft, true) as Parameters<typeof call<typeof routes.agents.create>>[1]['body'];
      const { id } = await call(routes.agents.create, { body });
      dropDraft(PLACE, KIND);
      replace('/packages/agents/detail', { id });
    } catch (error) {
      const told = faultsFrom(error);
      setFaults(told);
      const back = steps.findIndex((step) => step.keys.some((key) => faultAt(told, key)));
      if (back >= 0) move(back);
      throw error;
    }
  });
  const errors = Object.entries(faults).map(([path, message]) => {
    const [label, id] = labels[path] ?? labels[path.split('.')[0] ?? ''] ?? ['', ''];
    return { label, message, ...(id && { at: id }) };
  });
  const step = steps[at];
  return (
    <Page
      title="请家人代办"
      foot={
        <>
          {step ? (
            <Button id="agent-next" onTap={next}>
              下一步
            </Button>
          ) : (
            <Button id="agent-create" busy={send.busy} onTap={send.submit}>
              内容无误，去刷脸
            </Button>
          )}
          {at > 0 && (
            <Button id="agent-back" kind="quiet" onTap={() => move(at - 1)}>
              {step ? '上一步' : '返回修改'}
            </Button>
          )}
        </>
      }
    >
      <Steps names={names} at={at} />
      {at === 0 && (
        <View className="lead">代办人要满 18 周岁、用自己的账号实名登录。对方接受以后才生效，您随时可以撤销。</View>
      )}
      <ErrorSummary errors={errors} />
      {!hasFaults(faults) && <Failed error={send.error} />}
      {step ? (
        <step.Ask draft={draft} faults={faults} change={change} />
      ) : (
        <>
          <GrantCard
            grant={{
              principal: {
                name: '您本人',
                idNumberMasked: session?.citizen.idNumberMasked ?? '',
                phoneMasked: null,
              },
              agent: {
                name: personName.normalise(draft.name),
                idNumberMasked: identityNumber.mask(draft.idNumber),
                phoneMasked: phone.mask(phone.normalise(draft.phone)),
              },
              relationName: draft.relation ? agentRelations[draft.relation] : '',
              scopes: agentScopeIds.filter((scope) => inScope(draft.scopes, scope)),
              units:
                draft.unitIds?.map((id) => ({
                  id,
                  location: owned?.items.find((item) => item.unit.id === id)?.unit.location ?? '',
                })) ?? null,
              endsOn: draft.endsOn,
            }}
          />
          <Card title="声明">
            <Bullets items={grantStatements.principal} />
            <Option
              id="agent-statement"
              many
              bare
              label="我已读懂并同意以上声明"
              on={statement}
              onTap={() => {
                setStatement(!statement);
                setFaults(without(faults, 'statement'));
              }}
            />
            {faults.statement && (
              <View className="field__error" {...a11y({ role: 'alert' })}>
                {faults.statement}
              </View>
            )}
          </Card>
        </>
      )}
    </Page>
  );
}

export default function NewPage() {
  return (
    <Gate title="请家人代办" needs={routes.agents.create}>
      <New />
    </Gate>
  );
}
