import { Image, View } from '@tarojs/components';
import qrcode from 'qrcode-generator';
import { useMemo } from 'react';
import { classes, pictureName } from './a11y';

const LONG = 200;

/** A QR code drawn on the device; nothing is asked from anybody. */
export function Qr({ text, label }: { text: string; label: string }) {
  const long = text.length > LONG;
  const picture = useMemo(() => {
    const code = qrcode(0, long ? 'L' : 'M');
    code.addData(text);
    code.make();
    return code.createDataURL(long ? 4 : 6, 12);
  }, [text, long]);
  return (
    <View className="qr">
      <Image
        className={classes('qr__image', long && 'qr__image--long')}
        src={picture}
        mode="aspectFit"
        {...pictureName(label)}
      />
    </View>
  );
}
