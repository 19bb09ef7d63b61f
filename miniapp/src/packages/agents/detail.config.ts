export default definePageConfig({ navigationBarTitleText: '委托', enablePullDownRefresh: true });
