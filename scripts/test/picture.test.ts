import { PNG } from 'pngjs';
import { smaller } from '../play/png';

/** A screenshot: a surface, two buttons, and a shade that goes through many greys. */
function screenshot(width: number, height: number): PNG {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const grey = 128 + ((x * 3 + y) % 100);
      const [red, green, blue] =
        y < 4 ? [22, 119, 255] : y < 8 ? [255, 77, 79] : x < 60 ? [255, 255, 255] : [grey, grey, grey];
      png.data.set([red, green, blue, 255], (y * width + x) * 4);
    }
  return png;
}

const colours = ({ data }: { data: Buffer }): Set<string> => {
  const found = new Set<string>();
  for (let at = 0; at < data.length; at += 4) found.add(data.subarray(at, at + 3).join(','));
  return found;
};

test('a picture with fewer colours is as large, looks the same, and takes fewer bytes', () => {
  const before = screenshot(120, 90);
  const file = PNG.sync.write(before);
  const small = smaller(file, 32);
  const after = PNG.sync.read(small);
  expect([after.width, after.height]).toEqual([120, 90]);
  expect(colours(before).size).toBeGreaterThan(90);
  expect(colours(after).size).toBeLessThanOrEqual(32);
  for (const kept of ['22,119,255', '255,77,79', '255,255,255']) expect(colours(after)).toContain(kept);
  for (let at = 0; at < before.data.length; at += 4)
    expect(Math.abs(before.data[at]! - after.data[at]!)).toBeLessThanOrEqual(24);
  expect(small.length).toBeLessThan(file.length);
});

test('what is no PNG is no picture', () => {
  expect(() => smaller(Buffer.from('GIF89a'), 32)).toThrow();
});
