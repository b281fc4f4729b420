import { pngBytes, pngScale } from '../../src/figures/png-file.ts';
import { specsIn } from '../../src/figures/svg-text.ts';

/** Draws an SVG document as a PNG file, on white, with the specs that it has. */
export async function pngOfSvg(svg: string): Promise<Blob> {
  const image = await loaded(svg);
  const [width, height] = [image.naturalWidth * pngScale, image.naturalHeight * pngScale];
  const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const bytes = pngBytes({ width, height, pixels: data }, specsIn(svg)) as Uint8Array<ArrayBuffer>;
  return new Blob([bytes], { type: 'image/png' });
}

async function loaded(svg: string): Promise<HTMLImageElement> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}
