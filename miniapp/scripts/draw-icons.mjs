/** Draws every icon from the line paths below, so that none of them comes from elsewhere. `npm run icons` */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createCanvas, Path2D } from '@napi-rs/canvas';

const SEA = '#0b6e99';
const GREY = '#4a5f6b';
const WHITE = '#ffffff';
const CORAL = '#c2452d';
const GREEN = '#1b7f4b';

/** Paths on a 24 × 24 grid, stroked. */
const paths = {
  home: 'M3.5 11 12 4l8.5 7M5.5 9.6V20h13V9.6M9.8 20v-5.6h4.4V20',
  apply: 'M14 3.5H6v17h12V7.5zM13.6 3.7V8h4.2M9 12h6M9 15.5h4',
  cases: 'M4.5 6.5h3v3h-3zM11 8h8.5M4.5 14.5h3v3h-3zM11 16h8.5',
  me: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.2c.6-3.9 3.6-6 7.5-6s6.900 2.100 7.500 6',
  progress: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM12 7.500V12l3.200 2.200',
  certificate:
    'M4 4.500h16v12h-6M10 16.500H4v-12M8 8.500h8M8 11.700h4M12 13.500a2.800 2.800 0 1 1 0 5.600 2.800 2.800 0 0 1 0-5.600zM10.400 18.600 9.700 22l2.300-1.300 2.300 1.300-.7-3.400',
  archive: 'M3.500 5.500h6l2 2.500h9v11.500h-17zM8.800 13.600l2.300 2.300 4.200-4.300',
  pay: 'M3.500 5.500h17v13h-17zM9 8.600l3 3.700 3-3.700M9.300 12.500h5.400M9.300 14.600h5.400M12 12.300v4',
  install: 'M7 3.500h10v17H7zM10.800 17.700h2.400M12 7v6.400M9.600 11.200 12 13.600l2.400-2.400',
  manual:
    'M12 6.500C9.700 5 6.900 4.600 3.800 5v13.300c3.100-.4 5.900 0 8.200 1.500 2.300-1.500 5.100-1.900 8.200-1.500V5c-3.100-.4-5.900 0-8.200 1.500zM12 6.500v13.300',
  browser:
    'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM3.500 12h17M12 3.500c2.700 2.600 3.800 5.200 3.800 8.500s-1.100 5.900-3.800 8.500c-2.700-2.600-3.800-5.200-3.800-8.500s1.100-5.900 3.800-8.500z',
  bell: 'M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 20.500h4',
  house:
    'M3.500 20h17M5.500 20V8.500L12 4l6.500 4.500V20M9.500 11h1.800M12.700 11h1.800M9.500 14.500h1.800M12.700 14.500h1.800M10.700 20v-2.500h2.600V20',
  key: 'M8 10.500a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM10.900 11.700 19.500 4M16 7.200l2.600 2.700',
  face: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 9.500v1M15 9.500v1M12 9.500v3.300h-1M9 15.300c1.800 1.400 4.200 1.400 6 0',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  phone:
    'M6 3.500h3.500l1.500 4.300-2.200 1.600c1 2.300 2.500 3.900 4.800 5l1.700-2.200 4.200 1.600v3.600c0 1.700-1.300 2.900-2.900 2.700C9.800 19.300 4.400 13.700 3.700 6.400 3.600 4.800 4.500 3.500 6 3.500z',
  calendar: 'M4 6h16v14H4zM4 10.500h16M8.500 3.500V8M15.500 3.500V8',
  chat: 'M4 5h16v11.500h-8.500L7 20v-3.500H4zM8.500 9.300h7M8.500 12.300h4.500',
  shield: 'M12 3.500 19 6v6c0 4-2.800 6.900-7 8.500-4.200-1.600-7-4.500-7-8.500V6zM9 12l2.200 2.200 4-4.200',
  gear: 'M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM12 3.500v2.800M12 17.700v2.800M3.500 12h2.800M17.700 12h2.800M6 6l2 2M16 16l2 2M18 6l-2 2M8 16l-2 2',
  letter: 'M3.500 5.500h17v13h-17zM3.500 6.500 12 13l8.500-6.500',
  family:
    'M8.500 5a2.800 2.800 0 1 1 0 5.600 2.800 2.800 0 0 1 0-5.600zM16.500 8a2.200 2.200 0 1 1 0 4.400 2.200 2.200 0 0 1 0-4.400zM3 19.500c.3-3.800 2.400-5.800 5.500-5.800s5.200 2 5.500 5.800M15.300 15c3.400-.5 5.300 1.200 5.700 4.500',
  lens: 'M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.300 15.300 20.500 20.500',
  drop: 'M12 3.500c3.800 4.600 5.800 7.600 5.800 10.300a5.800 5.800 0 0 1-11.600 0c0-2.700 2-5.700 5.800-10.300z',
  bolt: 'M13 3 5.500 13.500H11L10 21l8-11h-5.500z',
  flame:
    'M12 3c.5 3.500 5.500 5.500 5.500 11a5.500 5.500 0 0 1-11 0c0-2.300 1-3.800 2.300-5 .2 1.700.8 2.500 1.700 3C10.300 8.500 10.500 5.500 12 3z',
  signal:
    'M4 10c4.500-4.200 11.500-4.200 16 0M7 13.200c2.900-2.600 7.100-2.600 10 0M9.900 16.400c1.300-1.100 2.900-1.100 4.200 0M12 19.500v.6',
  screen: 'M3.500 5h17v11.500h-17zM8.500 20h7M12 16.500V20',
  pin: 'M12 3.500a6.300 6.300 0 0 1 6.300 6.300c0 4.400-6.300 10.700-6.300 10.700S5.700 14.200 5.700 9.800A6.300 6.300 0 0 1 12 3.500zM12 7.600a2.300 2.300 0 1 1 0 4.600 2.300 2.300 0 0 1 0-4.600z',
  star: 'M12 3.800l2.500 5.200 5.700.8-4.100 4 1 5.700-5.100-2.700-5.100 2.700 1-5.700-4.100-4 5.700-.8z',
  share: 'M12 15V4M8 7.500 12 3.800l4 3.700M5 12v8h14v-8',
  transfer: 'M4 8.500h14.500M15 5l3.500 3.500L15 12M20 15.500H5.500M9 12l-3.500 3.500L9 19',
  check: 'M5 12.500l4.800 4.800L19.500 7',
  cross: 'M6 6l12 12M18 6 6 18',
  right: 'M9 5.500l6.500 6.500L9 18.500',
  left: 'M15 5.500 8.500 12l6.500 6.500',
  wait: 'M7 3.500h10M7 20.500h10M8 3.500c0 5 3 5.500 4 8.500 1-3 4-3.500 4-8.500M8 20.500c0-5 3-5.500 4-8.500 1 3 4 3.500 4 8.500',
  alert: 'M12 4 21 20H3zM12 10v4.800M12 17v.6',
  info: 'M12 3.500a8.500 8.500 0 1 1 0 17 8.500 8.500 0 0 1 0-17zM12 11v5.500M12 7.500v.6',
};

function draw(file, name, size, colour, weight = 1.7, margin = 0) {
  const canvas = createCanvas(size, size);
  const context = canvas.getContext('2d');
  const scale = (size - 2 * margin) / 24;
  context.translate(margin, margin);
  context.scale(scale, scale);
  context.lineWidth = weight;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = colour;
  context.stroke(new Path2D(paths[name]));
  writeFileSync(new URL(`../src/${file}.png`, import.meta.url), canvas.toBuffer('image/png'));
}

mkdirSync(new URL('../src/assets/tab', import.meta.url), { recursive: true });
mkdirSync(new URL('../src/ui/icons', import.meta.url), { recursive: true });

for (const name of ['home', 'apply', 'cases', 'me']) {
  draw(`assets/tab/${name}`, name, 81, GREY, 1.7, 6);
  draw(`assets/tab/${name}-on`, name, 81, SEA, 2, 6);
}
const seaOnes = Object.keys(paths).filter((name) => !['home', 'cross', 'right', 'alert'].includes(name));
for (const name of seaOnes) draw(`ui/icons/${name}`, name, 72, SEA);
for (const name of ['cross', 'right', 'left']) draw(`ui/icons/${name}-grey`, name, 48, GREY);
for (const name of ['check', 'house', 'lens', 'scan']) draw(`ui/icons/${name}-white`, name, 72, WHITE, 2);
for (const name of ['alert']) draw(`ui/icons/${name}-coral`, name, 72, CORAL);
for (const name of ['check']) draw(`ui/icons/${name}-green`, name, 72, GREEN, 2);
