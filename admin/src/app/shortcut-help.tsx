import { Modal } from 'antd';
import { Key } from './ui';

const groups = [
  {
    name: '审核队列',
    keys: [
      [['N'], '领取下一件并打开'],
      [['J', '↓'], '下一行'],
      [['K', '↑'], '上一行'],
      [['Enter'], '打开选中的办件'],
      [['/'], '搜索'],
    ],
  },
  {
    name: '办件页',
    keys: [
      [['A'], '审核通过（先核对，再确认）'],
      [['C'], '通知补正'],
      [['R'], '不予登记或不予受理'],
      [['N'], '领取下一件'],
      [['Ctrl', 'Enter'], '在对话框里确认'],
      [['Esc'], '关闭对话框'],
    ],
  },
  {
    name: '机构工作台',
    keys: [
      [['J', 'K'], '业务列表上下移动'],
      [['X'], '勾选这一行'],
      [['S', 'R'], '勾选的：发起授权、提醒授权'],
      [['T', 'W'], '勾选的：提交、撤回'],
      [['空格'], '楼盘表：勾选单元'],
      [['F'], '楼盘表：勾选整层'],
      [['E'], '办件页：填写下一步'],
    ],
  },
  { name: '登记簿', keys: [[['/'], '搜索']] },
  { name: '任何页面', keys: [[['?'], '打开本页']] },
] as const;

export function ShortcutHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal open={open} onCancel={onClose} title="键盘快捷键" footer={null} width={560}>
      <div className="shortcut-groups">
        {groups.map((group) => (
          <section key={group.name}>
            <h3>{group.name}</h3>
            <dl>
              {group.keys.map(([keys, meaning]) => (
                <div key={meaning}>
                  <dt>
                    {keys.map((key) => (
                      <Key key={key}>{key}</Key>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
