export default definePageConfig({ navigationBarTitleText: '查档核验' });
