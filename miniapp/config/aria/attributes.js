/** Screen-reader attributes that Taro's templates leave out; build and runtime must agree on names and order. */
const aria = {
  'aria-role': '',
  'aria-label': '',
  'aria-hidden': '',
  'aria-live': '',
  'aria-checked': '',
  'aria-expanded': '',
  'aria-disabled': '',
  'aria-selected': '',
  'aria-required': '',
  'aria-invalid': '',
};

const names = ['View', 'Text', 'Image', 'Button', 'Input', 'Textarea', 'Picker', 'Switch', 'ScrollView'];

module.exports = names.reduce((all, name) => Object.assign(all, { [name]: aria }), {});
