const nonce = (): string => {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce || meta?.content || '';
};

/** Lets a figure's style elements through the page's content security policy. Must come before the figure is attached. */
export function nonced<E extends Element>(figure: E): E {
  for (const style of figure.querySelectorAll('style')) style.nonce = nonce();
  return figure;
}
