// A task for a code cell; the form that answers the same question stands here.
import { frame, h } from "./form.js";
import { indicatorForm } from "./indicator.js";

function codeForm(tools) {
  const { question, body } = tools;
  const other = question.alternative;
  body.append(h("p", { class: "mf-muted" }, other
    ? "Ответьте здесь или, если умеете, выражением Python в ячейке выше (в JupyterLab). Засчитывается лучший из двух ответов."
    : "Ответ пишется выражением Python в ячейке выше (в JupyterLab)."));
  return other ? indicatorForm({ ...tools, question: other }) : { get: () => ({}), set() {} };
}

export default { render: (context) => frame(context, codeForm) };
