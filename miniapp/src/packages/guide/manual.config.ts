export default definePageConfig({ navigationBarTitleText: '操作手册' });
