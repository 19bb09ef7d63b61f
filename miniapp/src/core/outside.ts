import Taro from '@tarojs/taro';

/** Copies and says so. */
export async function copy(text: string, said = '已复制'): Promise<void> {
  await Taro.setClipboardData({ data: text });
  void Taro.showToast({ title: said, icon: 'none' });
}

/** Opens a page that is not ours: a new tab in a browser; mini-programs can only hand over the address. */
export async function openOutside(url: string): Promise<'opened' | 'copied'> {
  if (process.env.TARO_ENV === 'h5') {
    if (!window.open(url, '_blank', 'noopener')) window.location.assign(url);
    return 'opened';
  }
  await copy(url, '网址已复制');
  return 'copied';
}

/** Shows a file behind a short-lived address. */
export async function openFile(url: string, kind: 'pdf' | 'picture'): Promise<void> {
  const address = /^https?:/.test(url) ? url : `${API_BASE}${url}`;
  if (process.env.TARO_ENV === 'h5') {
    if (!window.open(address, '_blank')) window.location.assign(address);
    return;
  }
  if (kind === 'picture') {
    await Taro.previewImage({ urls: [address] });
    return;
  }
  const { tempFilePath } = await Taro.downloadFile({ url: address });
  await Taro.openDocument({ filePath: tempFilePath, fileType: 'pdf', showMenu: true });
}

/** Asks before something that cannot be taken back. */
export async function sure(title: string, content: string, confirmText = '确定'): Promise<boolean> {
  const { confirm } = await Taro.showModal({
    title,
    content,
    confirmText,
    cancelText: '再想想',
    confirmColor: '#c2452d',
  });
  return confirm;
}

/** Address of a page of ours, for a link that is sent to somebody. */
export const linkTo = (page: string, query: string): string =>
  `${process.env.TARO_ENV === 'h5' ? window.location.origin : API_BASE}/#${page}?${query}`;
