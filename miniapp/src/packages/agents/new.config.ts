export default definePageConfig({ navigationBarTitleText: '请家人代办' });
