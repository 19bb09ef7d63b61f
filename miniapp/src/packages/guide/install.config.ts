export default definePageConfig({ navigationBarTitleText: '安装指南' });
