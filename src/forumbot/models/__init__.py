"""Small models that ship in packages: their files, their graphs, and ONNX Runtime to run them."""
