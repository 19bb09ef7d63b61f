import { type HostName, Program } from './runner';

const ENTRIES = ['进度查询', '电子证照', '查档核验', '在线缴费', '个人中心', '安装指南', '操作手册', '浏览器'];

describe.each<HostName>(['weapp', 'alipay'])('home page, compiled for %s', (host) => {
  it('shows the eight entries, each spoken as a button', async () => {
    const program = await Program.launch(host);
    for (const name of ENTRIES) expect(program.screen.find(name).attribute('aria-role')).toBe('button');
  });

  it.each(ENTRIES)('opens a page from %s', async (name) => {
    const program = await Program.launch(host);
    await program.screen.tap(name);
    expect(program.route).not.toBe('pages/home/index');
    expect(program.screen.text).not.toBe('');
    if (program.tabs.includes(program.route)) program.switchTab('/pages/home/index');
    else program.navigateBack();
    await program.screen.settle();
    expect(program.screen.has('我要办理登记')).toBe(true);
  });

  it('keeps the large type after the program was closed', async () => {
    const program = await Program.launch(host);
    expect(program.screen.all((node) => node.className.includes('zc--elder'))).toHaveLength(0);
    await program.screen.tap('大字版');
    expect(program.screen.all((node) => node.className.includes('zc--elder'))).toHaveLength(1);
    const again = await program.restart('packages/guide/manual');
    expect(again.screen.all((node) => node.className.includes('zc--elder'))).toHaveLength(1);
  });

  it('reads a whole pasted certificate number', async () => {
    const program = await Program.launch(host, { url: 'packages/certificate/verify/index' });
    await program.screen.type('不动产权证号的年份', '桂(2016)北海市不动产权第1234567号');
    expect(program.screen.value('不动产权证号的年份')).toBe('2016');
    expect(program.screen.value('不动产权证号的号码')).toBe('1234567');
    await program.screen.type('不动产权证号的年份', '桂（2025）合浦县不动产证明第0000012号');
    expect(program.screen.value('登记证明号的年份')).toBe('2025');
    expect(program.screen.text).toContain('合浦县不动产证明第');
    await program.screen.tap('不动产权证书');
    expect(program.screen.value('不动产权证号的号码')).toBe('0000012');
  });

  it('checks an acceptance number with the rule the server uses', async () => {
    const program = await Program.launch(host, { url: 'packages/progress/index' });
    await program.screen.type('受理编号', '20250101');
    expect(program.screen.all((node) => node.className === 'field__error')).toHaveLength(1);
  });

  it('stops at a word that only a programmer understands', async () => {
    const { phone, screen } = await Program.launch(host);
    phone.toasts.push('办件 case.claim');
    await expect(screen.settle()).rejects.toThrow('case.claim');
  });
});
