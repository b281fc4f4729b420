/**
 * The part of the DOM that figures use. The document is passed in: a browser's, or linkedom's in Node. If the DOM
 * library types are loaded, these merge into them, so that a page gets a real SVGSVGElement.
 */
declare global {
  interface Element {
    getAttribute(name: string): string | null;
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
