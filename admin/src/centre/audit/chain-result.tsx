import type { AnchorFaultKind } from '@zhucheng/shared';
import { Alert } from 'antd';
import { second } from '../../app/format';

interface Fault {
  kind: AnchorFaultKind;
  number: number | null;
  seq: number | null;
}

interface Place {
  place: 'file' | 'keeper';
  reached: boolean;
  count: number;
  newest: { number: number; seq: number; at: number } | null;
  faults: Fault[];
}

const placeNames = { file: '锚点文件', keeper: '存证方' };

const faultTexts: Record<AnchorFaultKind, (fault: Fault) => string> = {
  'tail-cut': ({ number, seq }) => `日志的尾部被截掉了：第 ${number} 号锚点证明曾有第 ${seq} 条记录，现在没有。`,
  recomputed: ({ number, seq }) => `哈希链被重新计算过：第 ${seq} 条记录与第 ${number} 号锚点记下的不同。`,
  'anchors-missing': () => '锚点不见了：这里一行也没有，数据库里却有锚点的记录。',
  'anchors-cut': ({ number }) => `锚点缺行：第 ${number} 号起有锚点被删掉了。`,
  'anchors-altered': ({ number }) => `第 ${number} 号锚点处有一行不是用本平台的密钥签的。`,
  'records-altered': ({ number }) => `数据库里第 ${number} 号锚点的记录被改动或删除了。`,
};

function titleOf({ intact, brokenAt, sealed }: { intact: boolean; brokenAt: number | null; sealed: number }): string {
  if (intact) return `哈希链完整，${sealed} 条记录未被改动`;
  return brokenAt === null ? '哈希链与签名锚点不符' : `哈希链在第 ${brokenAt} 条断裂`;
}

/** What recomputing the chain, and comparing it with its signed anchors, has shown. */
export function ChainResult(props: {
  intact: boolean;
  sealed: number;
  unsealed: number;
  brokenAt: number | null;
  anchors: Place[];
  at: number;
}) {
  const { intact, unsealed, anchors, at } = props;
  const waiting = unsealed ? `另有 ${unsealed} 条新记录等待封存。` : '没有等待封存的记录。';
  const silent = anchors.some(({ reached }) => !reached);
  return (
    <Alert
      className="fault"
      data-testid="audit-chain"
      data-intact={intact}
      type={intact ? (silent ? 'warning' : 'success') : 'error'}
      showIcon
      title={titleOf(props)}
      description={
        <>
          <div>
            校验时间 {second(at)}。{waiting}
            {!intact && '请保留现场，立即联系安全负责人。'}
          </div>
          {anchors.map((place) => (
            <div key={place.place} data-testid={`audit-anchors-${place.place}`}>
              <strong>{placeNames[place.place]}</strong>
              {'　'}
              {sayOf(place)}
            </div>
          ))}
        </>
      }
    />
  );
}

function sayOf({ reached, count, newest, faults }: Place): string {
  if (!reached) return '没有答复，这次没有比对，请稍后再校验一次。';
  if (faults.length > 0) return faults.map((fault) => faultTexts[fault.kind](fault)).join('');
  if (!newest) return '还没有锚点，日志封存后半分钟内会有第一个。';
  return `${count} 个锚点全部相符，最近一个在 ${second(newest.at)} 锚定到第 ${newest.seq} 条记录。`;
}
