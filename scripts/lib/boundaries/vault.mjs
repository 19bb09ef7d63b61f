/** Only the vault may use the storage adapter: it encrypts, so anything else would be stored in plain text. */
export function pastTheVault(files) {
  const breaches = [];
  for (const { name, text } of files.values()) {
    if (!name.startsWith('bff/src/modules/') || name.startsWith('bff/src/modules/vault/')) continue;
    text.split('\n').forEach((line, i) => {
      if (/adapters[.!?]*\.storage\b|\bStoragePort\b|\/adapters\/storage\//.test(line))
        breaches.push({ file: name, line: i + 1, text: '绕过了加密库：文件只经 modules/vault 存取' });
    });
  }
  return breaches;
}
