import { Failure, offline } from '@/core/failure';
import { ActingWords } from '../acting-banner';
import { Banner } from '../banner';
import { Bullets } from '../bullets';
import { Button } from '../button';
import { Empty } from '../empty';
import { ErrorSummary } from '../error-summary';
import { Failed } from '../failed';
import { SignInFirst } from '../gate';
import { Skeleton } from '../skeleton';
import { MissingWords } from '../still-missing';
import { Tag } from '../tag';
import { long, nothing, type States } from './state';

/** What is said to people. */
export const messages: States = {
  ActingBanner: [
    {
      name: '代家人办理',
      show: <ActingWords id="sample-acting" words="正在代 陈海波 办理" label="切回本人" onTap={nothing} />,
    },
    {
      name: '委托已结束',
      show: (
        <ActingWords
          id="sample-over"
          words="阿依古丽·买买提艾力·吐尔逊 给您的委托已经结束，已切回您本人。"
          label="知道了"
          onTap={nothing}
        />
      ),
    },
  ],
  Banner: [
    { name: '提示', show: <Banner title="带上身份证">窗口只核对身份证原件。</Banner> },
    { name: '完成', show: <Banner kind="ok">已经提交，预计 3 个工作日内办结。</Banner> },
    { name: '提醒', show: <Banner kind="warn">网络断开了。您填写的内容已保存，连上网络后可以继续。</Banner> },
    { name: '出错', show: <Banner kind="error">没有找到这本证，请核对证号后再试。</Banner> },
    { name: '只有标题', show: <Banner title="今天的号已经约满" /> },
    { name: '长文字', show: <Banner title={long}>{`${long}。请核对地址后再继续。`}</Banner> },
  ],
  Bullets: [
    { name: '几条', show: <Bullets items={['买卖双方的身份证', '不动产权证书', '网签合同编号']} /> },
    { name: '长文字', show: <Bullets items={[long, '不动产权证书']} /> },
  ],
  Empty: [
    {
      name: '有出路',
      show: (
        <Empty title="还没有办件" note="办理过的业务会列在这里。" action={<Button onTap={nothing}>去办一件</Button>} />
      ),
    },
    { name: '只有一句', show: <Empty icon="bell" title="没有新消息" /> },
    { name: '长文字', show: <Empty icon="house" title={long} note={`${long}，目前没有查到您的房产。`} /> },
  ],
  ErrorSummary: [
    {
      name: '一处',
      show: <ErrorSummary errors={[{ label: '成交价格', message: '请填写数字，例如 865000。' }]} />,
    },
    {
      name: '几处，可以跳过去',
      show: (
        <ErrorSummary
          errors={[
            { label: '姓名', message: '请填写身份证上的姓名。', at: 'sample-name' },
            { label: '身份证号', message: '最后一位不对，请核对。', at: 'sample-id-number' },
          ]}
        />
      ),
    },
  ],
  Failed: [
    { name: '可以再试', show: <Failed error={offline()} onRetry={nothing} /> },
    { name: '只能看', show: <Failed error={new Failure('CONFLICT', '这件事刚刚有了变化，请刷新后再看。')} /> },
    {
      name: '委托不含这件事',
      show: (
        <Failed error={new Failure('AGENT_NOT_ALLOWED', '您的委托不包括这件事，请让本人办理。')} onRetry={nothing} />
      ),
    },
  ],
  Gate: [{ name: '没有登录', show: <SignInFirst onTap={nothing} /> }],
  Skeleton: [
    { name: '正在加载', show: <Skeleton /> },
    { name: '一行', show: <Skeleton rows={1} /> },
  ],
  StillMissing: [
    { name: '没有实名', show: <MissingWords missing="REAL_NAME_REQUIRED" onTap={nothing} /> },
    { name: '没有确认本人', show: <MissingWords missing="PROOF_REQUIRED" onTap={nothing} /> },
    { name: '没有确认设备', show: <MissingWords missing="DEVICE_UNCONFIRMED" onTap={nothing} /> },
  ],
  Tag: [
    { name: '平常', show: <Tag>草稿</Tag> },
    { name: '完成', show: <Tag kind="ok">已办结</Tag> },
    { name: '等待', show: <Tag kind="wait">待缴费</Tag> },
    { name: '停下', show: <Tag kind="stop">已暂停</Tag> },
  ],
};
