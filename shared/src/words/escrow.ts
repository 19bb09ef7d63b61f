import type { EscrowState } from '../contract/escrow';

/** Why a case whose parties chose supervised money is not recorded yet, as its timeline and its page say it. */
const holds: Record<EscrowState, string> = {
  agreed: '等监管银行受理资金监管协议，受理后买受人存入房款，锁定后马上登簿。',
  'awaiting-deposit': '等买受人把监管资金存入监管账户，到账并锁定后马上登簿。',
  deposited: '监管资金已经存入，等监管银行确认锁定后马上登簿。',
  locked: '监管资金已经锁定，马上登簿。',
  'lock-short': '监管银行锁定的金额少于协议金额，暂不能登簿；登记中心正在和银行核实，也可以撤回申请，资金原路退回。',
  releasing: '登簿已经完成。',
  released: '登簿已经完成。',
  returning: '监管资金正在退回，不能登簿。',
  returned: '监管资金已经退回，不能登簿。',
  refused: '监管银行没有受理资金监管协议，暂不能登簿；登记中心正在和银行核实，也可以撤回后改为自行交付。',
  'release-problem': '登簿已经完成。',
  'return-problem': '监管资金正在退回，不能登簿。',
};
export const escrowHold = (state: EscrowState | null): string =>
  state ? holds[state] : '资金监管协议还没有送到监管银行，暂不能登簿。';
