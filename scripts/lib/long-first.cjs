const { default: Sequencer } = require('@jest/test-sequencer');

/** Suites that take minutes; begun last, they would keep one core waiting at the end. */
const long = [/walk-(sqlite|mysql)\.test/, /crash\.test/, /browser.play\.test/, /agents\.test/];
const rank = ({ path }) => {
  const at = long.findIndex((one) => one.test(path));
  return at < 0 ? long.length : at;
};

module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
