export default definePageConfig({ navigationBarTitleText: '浏览器' });
