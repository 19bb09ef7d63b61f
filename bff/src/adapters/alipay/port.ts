/** This department's port is the shared payment channel; see ../payment-channel/port. */

export type { PaymentChannel } from '../payment-channel/port';
export { ALIPAY_CHANNEL } from '../payment-channel/port';
