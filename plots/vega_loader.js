/*
LICENCES*/
// Vega in one script: each part gets the parts that it asks for by name. What a page needs is window.vega.
(function (page) {
  'use strict';
  const parts = {}, made = {};
  function need(name) {
    if (!made[name]) {
      const module = {exports: {}};
      made[name] = module.exports;
      parts[name](module.exports, module, need);
    }
    return made[name];
  }
PARTS
  const {transforms} = need('vega-dataflow');
  Object.assign(transforms, need('vega-transforms'), need('vega-view-transforms'), need('vega-encode'));
  page.vega = {
    parse: need('vega-parser').parse,
    View: need('vega-view').View,
    expressionInterpreter: need('vega-interpreter').expressionInterpreter,
  };
})(this);
