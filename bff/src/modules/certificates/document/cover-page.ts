import type { CertificateContent } from './certificate.types';
import { drawGuillocheFrame, drawPearlMedallion } from './ornament';
import { drawQr } from './qr';
import { drawSampleStamp } from './seal';
import { line, rect, type Surface } from './surface';
import { fittedText } from './text-layout';
import { chineseDate, INK, INK_SOFT, PAGE, THEMES, TITLES } from './theme';

/** Page one: who issued it, what it is, its number, and the code by which anyone can check it. */
export function drawCoverPage(s: Surface, content: CertificateContent): void {
  const theme = THEMES[content.kind];
  const middle = PAGE.width / 2;
  s.path(rect(0, 0, PAGE.width, PAGE.height), { fill: theme.paper });
  drawGuillocheFrame(s, theme, 38, 11);

  fittedText(s, content.authority, middle, 112, 400, { size: 17, color: theme.deep, align: 'center', spacing: 4 });
  drawPearlMedallion(s, middle, 246, 100, theme);
  fittedText(s, TITLES[content.kind], middle, 426, 440, {
    size: 46,
    weight: 'bold',
    color: theme.deep,
    align: 'center',
    spacing: 9,
  });
  s.path(line(middle - 150, 450, middle + 150, 450), { stroke: theme.gold, lineWidth: 0.8 });
  fittedText(s, content.number, middle, 478, 430, { size: 15, color: INK, align: 'center', spacing: 0.6 });
  if (content.copyLabel) {
    fittedText(s, content.copyLabel, middle, 500, 300, { size: 10, color: INK_SOFT, align: 'center' });
  }

  const size = 132;
  const top = 530;
  drawQr(s, content.verifyUrl, middle - size / 2, top, size);
  s.path(rect(middle - size / 2, top, size, size), { stroke: theme.mid, lineWidth: 0.7 });
  s.text('扫码核验真伪', middle, top + size + 20, {
    size: 11,
    weight: 'bold',
    color: theme.deep,
    align: 'center',
    spacing: 1,
  });
  fittedText(s, content.verifyUrl, middle, top + size + 36, 400, { size: 8.5, color: INK_SOFT, align: 'center' });
  if (content.sample) {
    drawSampleStamp(s, 452, 566, 18, -14);
    s.text('本件为样例，不具有法律效力', middle, top + size + 54, { size: 9, color: '#a81218', align: 'center' });
  }
  fittedText(s, chineseDate(content.issuedOn), middle, 764, 300, {
    size: 13,
    color: theme.deep,
    align: 'center',
    spacing: 1.5,
  });
}
