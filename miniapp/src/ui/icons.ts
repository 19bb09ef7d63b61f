import alertAmber from './icons/alert-amber.png';
import alertCoral from './icons/alert-coral.png';
import apply from './icons/apply.png';
import archive from './icons/archive.png';
import bell from './icons/bell.png';
import bolt from './icons/bolt.png';
import browser from './icons/browser.png';
import calendar from './icons/calendar.png';
import cases from './icons/cases.png';
import certificate from './icons/certificate.png';
import chat from './icons/chat.png';
import check from './icons/check.png';
import checkGreen from './icons/check-green.png';
import checkWhite from './icons/check-white.png';
import crossGrey from './icons/cross-grey.png';
import drop from './icons/drop.png';
import face from './icons/face.png';
import family from './icons/family.png';
import flame from './icons/flame.png';
import gear from './icons/gear.png';
import house from './icons/house.png';
import houseWhite from './icons/house-white.png';
import info from './icons/info.png';
import install from './icons/install.png';
import key from './icons/key.png';
import left from './icons/left.png';
import leftGrey from './icons/left-grey.png';
import lens from './icons/lens.png';
import lensWhite from './icons/lens-white.png';
import letter from './icons/letter.png';
import manual from './icons/manual.png';
import me from './icons/me.png';
import pay from './icons/pay.png';
import phone from './icons/phone.png';
import pin from './icons/pin.png';
import progress from './icons/progress.png';
import rightGrey from './icons/right-grey.png';
import scan from './icons/scan.png';
import scanWhite from './icons/scan-white.png';
import screen from './icons/screen.png';
import share from './icons/share.png';
import shield from './icons/shield.png';
import signal from './icons/signal.png';
import star from './icons/star.png';
import transfer from './icons/transfer.png';
import wait from './icons/wait.png';

export const icons = {
  'alert-amber': alertAmber,
  'alert-coral': alertCoral,
  apply,
  archive,
  bell,
  bolt,
  browser,
  calendar,
  cases,
  certificate,
  chat,
  'check-green': checkGreen,
  'check-white': checkWhite,
  check,
  'cross-grey': crossGrey,
  drop,
  face,
  family,
  flame,
  gear,
  'house-white': houseWhite,
  house,
  info,
  install,
  key,
  'left-grey': leftGrey,
  left,
  'lens-white': lensWhite,
  lens,
  letter,
  manual,
  me,
  pay,
  phone,
  pin,
  progress,
  'right-grey': rightGrey,
  'scan-white': scanWhite,
  scan,
  screen,
  share,
  shield,
  signal,
  star,
  transfer,
  wait,
};

export type IconName = keyof typeof icons;
