import { View } from '@tarojs/components';
import { acceptanceNumber, type RouteReply, routes, typingRoom } from '@zhucheng/shared';
import { useState } from 'react';
import { call } from '@/core/api';
import { tagOf } from '@/core/business';
import { useSubmit } from '@/core/use-submit';
import { day, moment } from '@/core/when';
import { Button, Card, Facts, Failed, Page, Tag, TextField, Timeline } from '@/ui';

type Answer = RouteReply<typeof routes.cases.progress>;

const Found = ({ answer }: { answer: Answer }) => (
  <Card title={answer.businessName} extra={<Tag kind={tagOf(answer.state)}>{answer.stateName}</Tag>}>
    <View id="progress-answer">
      <Facts
        rows={[
          ['受理编号', acceptanceNumber.group(answer.acceptanceNumber)],
          ['受理时间', day(answer.createdAt)],
          ['最近更新', moment(answer.updatedAt)],
          ...(answer.deadlineAt ? [['最晚办到', day(answer.deadlineAt)] as const] : []),
        ]}
      />
    </View>
    <View className="heading">办理步骤</View>
    <Timeline
      items={answer.steps.map((step) => ({
        title: step.name,
        state: step.done ? 'done' : step.current ? 'now' : 'next',
      }))}
    />
  </Card>
);

export default function Progress() {
  const [number, setNumber] = useState('');
  const [proof, setProof] = useState('');
  const [left, setLeft] = useState(false);
  const [tried, setTried] = useState(false);
  const [answer, setAnswer] = useState<Answer>();
  const problem = acceptanceNumber.problem(number);
  const ask = useSubmit(async () => {
    setTried(true);
    if (problem || !proof.trim()) return;
    setAnswer(undefined);
    const normal = acceptanceNumber.normalise(number);
    setAnswer(await call(routes.cases.progress, { body: { acceptanceNumber: normal, proof: proof.trim() } }));
  });
  return (
    <Page
      title="进度查询"
      foot={
        <Button id="progress-submit" busy={ask.busy} onTap={ask.submit}>
          查询
        </Button>
      }
    >
      <Card>
        <TextField
          id="progress-number"
          label="受理编号"
          hint="15 位数字，印在受理通知书上"
          keyboard="number"
          maxLength={typingRoom(acceptanceNumber)}
          error={tried || (left && number) ? (problem ?? undefined) : undefined}
          onLeave={() => setLeft(true)}
          value={number}
          onChange={setNumber}
        />
        <TextField
          id="progress-proof"
          label="证件号码后四位"
          hint="买卖任何一方的都可以；单位请填单位全称"
          maxLength={100}
          error={tried && !proof.trim() ? '请填写证件号码后四位，单位填全称。' : undefined}
          value={proof}
          onChange={setProof}
        />
      </Card>
      <Failed error={ask.error} />
      {answer && <Found answer={answer} />}
    </Page>
  );
}
