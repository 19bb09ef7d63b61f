import type { StaffView } from '@zhucheng/shared';
import { Tour, type TourProps } from 'antd';
import { useState } from 'react';
import { recall, remember } from './remembered';
import { hasRole } from './session';

interface Stop {
  at: string;
  title: string;
  text: string;
}

const stops: Record<string, Stop[]> = {
  officer: [
    {
      at: 'menu-review',
      title: '从这里开始审核',
      text: '在队列里按 N 领取下一件，按 Enter 打开。筛选条件和列会一直记着。',
    },
    { at: 'menu-window', title: '窗口核验', text: '选择到窗口核验的当事人在这里排队，核对身份证原件后确认。' },
    { at: 'menu-register', title: '查登记簿', text: '按单元号、证号或坐落查询权利、限制和全部历史。' },
  ],
  registrar: [
    { at: 'menu-register', title: '登记簿', text: '查到单元后，可以登记查封、预查封、异议，也可以解除。' },
    { at: 'menu-review', title: '办件检索', text: '按受理编号查看任何一件的进度和登记簿对照。' },
  ],
  auditor: [
    { at: 'menu-audit', title: '审计日志', text: '每一步操作都在这里，可以随时校验哈希链是否完整。' },
    { at: 'menu-register', title: '登记簿', text: '只读查看每个单元的历史和完整性。' },
  ],
  administrator: [
    { at: 'menu-dead-letters', title: '未送达任务', text: '多次重试仍未送达的消息和调用会留在这里，可以重新投递。' },
    { at: 'menu-institutions', title: '入驻机构', text: '审核机构的入驻备案，续签或终止协议。' },
    { at: 'menu-audit', title: '审计日志', text: '按动作、对象、操作人查询，并校验哈希链。' },
  ],
  'institution-clerk': [
    { at: 'menu-desk', title: '从工作台开始', text: '能办的业务和等您处理的办件都在这里。' },
    { at: 'menu-work', title: '业务列表', text: '看每件还缺什么、谁已授权；勾选多件可以一次发起、提交。' },
    { at: 'menu-consents', title: '待同意办件', text: '需要本机构表态的办件在这里，看清内容后同意或不同意。' },
  ],
};

const last: Stop = {
  at: 'shortcut-help',
  title: '键盘也能办',
  text: '随时按 ? 查看快捷键。以后可从右上角再看一遍引导。',
};

const element = (id: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);

/** The short tour of a role, shown once per person. It doesn't cover the page: work can go on beside it. */
export function Guide({ staff, forced }: { staff: StaffView; forced: boolean }) {
  const name = `tour.${staff.id}`;
  const [open, setOpen] = useState<boolean>(() => forced || !recall<boolean>(name, false));
  const role = Object.keys(stops).find((candidate) => hasRole(staff, candidate as never));
  const steps: TourProps['steps'] = [...(role ? stops[role]! : []), last].map((stop) => ({
    title: stop.title,
    description: stop.text,
    placement: stop === last ? 'bottomRight' : 'rightTop',
    target: () => element(stop.at)?.closest<HTMLElement>('.ant-menu-item') ?? element(stop.at)!,
  }));
  const close = () => {
    remember(name, true);
    setOpen(false);
  };
  return <Tour open={open} onClose={close} onFinish={close} steps={steps} mask={false} type="primary" />;
}
