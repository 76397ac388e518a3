/*! tinyring 0.3.1 | (c) 2015-2019 Mara Lindqvist | ISC License, see LICENSE */
module.exports = function ring(size) {
  var slots = new Array(size), next = 0;
  return {
    push: function (value) { slots[next++ % size] = value; },
    last: function () { return slots[(next + size - 1) % size]; }
  };
};
