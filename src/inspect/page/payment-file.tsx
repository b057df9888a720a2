/** The script of the self-contained page: draws the picture that stands in the page itself. */
import { render } from 'preact';
import type { PaymentPicture } from '../picture.ts';
import { PaymentView } from './payment-view.tsx';

const picture = JSON.parse(document.getElementById('picture')?.textContent ?? '') as PaymentPicture;
const app = document.getElementById('app');
if (app !== null)
  render(
    <main>
      <PaymentView picture={picture} />
      <footer class="quiet">
        Drawn by sendpay from the log up to position {picture.position}. This file asks for nothing from the network.
      </footer>
    </main>,
    app,
  );
