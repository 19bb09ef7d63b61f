export default definePageConfig({ navigationBarTitleText: '确认这台设备' });
