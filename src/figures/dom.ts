/**
 * The little of a DOM that figures touch. The document itself is passed in: a browser's own, or linkedom's in Node. Where
 * the DOM's library is loaded these merge into its types, so that a page gets a real SVGSVGElement back.
 */
declare global {
  interface Element {
    setAttribute(name: string, value: string): void;
    removeAttribute(name: string): void;
    append(...nodes: (Element | string)[]): void;
    remove(): void;
    querySelector(selectors: string): Element | null;
    outerHTML: string;
  }
  interface SVGElement extends Element {}
  interface SVGSVGElement extends SVGElement {}
  interface HTMLElement extends Element {}
  interface Document {
    createElementNS(namespace: 'http://www.w3.org/2000/svg', name: 'svg'): SVGSVGElement;
    createElementNS(namespace: 'http://www.w3.org/2000/svg', name: string): SVGElement;
  }
  function btoa(data: string): string;
}

export const svgNamespace = 'http://www.w3.org/2000/svg';
