export default definePageConfig({ navigationBarTitleText: '珠城e登' });
