import { type Context, whereIs } from './context.ts';
import type { Hdf5Attributes } from './nodes.ts';
import { classes, isNumeric } from './numbers.ts';
import { readNumbers, readReferences, readTexts, type Stored } from './values.ts';

export function attributesOf(context: Context, path: string): Hdf5Attributes {
  const { library, handle } = context;
  const { module, attempt } = library;
  const where = whereIs(context, path);
  let list: readonly string[] | undefined;
  const names = (): readonly string[] => (list ??= attempt(where, () => module.get_attribute_names(handle, path)));
  const stored = (name: string): Stored | undefined => {
    if (!names().includes(name)) return undefined;
    const metadata = attempt(where, () => module.get_attribute_metadata(handle, path, name));
    return { file: handle, path, attribute: name, where: `${where}, attribute ${name}`, metadata };
  };
  const texts = (name: string): readonly string[] | undefined => {
    const one = stored(name);
    return one?.metadata.type === classes.text && one.metadata.shape !== null ? readTexts(library, one) : undefined;
  };
  return {
    get names() {
      return names();
    },
    text: (name) => texts(name)?.[0],
    texts,
    number(name) {
      const one = stored(name);
      if (one === undefined || !isNumeric(one.metadata) || one.metadata.total_size < 1) return undefined;
      const into = new Float64Array(one.metadata.total_size);
      readNumbers(library, one, undefined, into, 0);
      return into[0];
    },
    target(name) {
      const one = stored(name);
      if (one?.metadata.type !== classes.reference) return undefined;
      const [target] = readReferences(library, one);
      return target === undefined ? undefined : context.node(target);
    },
  };
}
