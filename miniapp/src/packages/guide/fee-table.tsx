import { View } from '@tarojs/components';
import { formatFen, type GuideView } from '@zhucheng/shared';

/** Prices by use of the house; what is free says so in words. */
export function FeeTable({ fees, payer }: Pick<GuideView, 'fees' | 'payer'>) {
  const { rows, remark, exemptions } = fees;
  const bases = [...new Set(rows.map((row) => row.basis).filter(Boolean))];
  return (
    <View>
      {remark && <View>{remark}</View>}
      {rows.map(({ uses, perUnitFen, furtherCopyFen, zeroReason }) => (
        <View className="guide__fee" key={uses}>
          <View className="guide__fee-uses">{uses}</View>
          <View className="guide__fee-price">
            <View className="guide__price">
              {perUnitFen === 0 ? (zeroReason ?? '不收登记费') : `${formatFen(perUnitFen)} 元/件`}
            </View>
            {furtherCopyFen > 0 && <View className="small">{`第二本证书起每本 ${formatFen(furtherCopyFen)} 元`}</View>}
          </View>
        </View>
      ))}
      {payer && rows.length > 0 && <View className="guide__payer">{`由${payer}缴纳，审核通过后才缴。`}</View>}
      {exemptions.map((text) => (
        <View className="guide__payer" key={text}>
          {text}
        </View>
      ))}
      {bases.length > 0 && <View className="small">{`收费依据：${bases.join('、')}`}</View>}
    </View>
  );
}
