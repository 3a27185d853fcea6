package io.slidestream.networks.pytorch;

import io.slidestream.networks.pytorch.Pickled.Global;
import io.slidestream.networks.pytorch.Pickled.Storage;
import io.slidestream.networks.pytorch.Pickled.View;
import java.util.LinkedHashMap;
import java.util.List;

/** The only calls a state dictionary may make: they make dictionaries and tensors. */
final class Rebuild {
    private static final Global DICTIONARY = new Global("collections", "OrderedDict");
    private static final Global TENSOR = new Global("torch._utils", "_rebuild_tensor_v2");
    private static final Global PARAMETER = new Global("torch._utils", "_rebuild_parameter");

    private Rebuild() {}

    private static final String SCRIPT = "__torch__.";
    private static final String SCRIPT_LISTS = "torch.jit._pickle";

    /** A name in a TorchScript file: as below, a module's class, which is not looked at, or what makes lists of numbers. */
    static Global allowedInScript(Global global) throws PyTorchFormatException {
        boolean inert = global.module().startsWith(SCRIPT)
                || global.module().equals("__torch__")
                || global.module().equals(SCRIPT_LISTS);
        return inert ? global : allowed(global);
    }

    /** @throws PyTorchFormatException for every name but a few */
    static Global allowed(Global global) throws PyTorchFormatException {
        boolean storage = global.module().equals("torch") && global.name().matches("[A-Za-z0-9]+Storage");
        if (storage || List.of(DICTIONARY, TENSOR, PARAMETER).contains(global)) {
            return global;
        }
        throw new PyTorchFormatException("wants to run " + global + ", which a state dictionary of tensors never needs;"
                + " it was not run. If you trust the file, load it in PyTorch and save model.state_dict()");
    }

    static Object call(Global function, List<?> arguments) throws PyTorchFormatException {
        if (function.equals(DICTIONARY) && arguments.isEmpty()) {
            return new LinkedHashMap<>();
        }
        if (function.module().equals(SCRIPT_LISTS)) {
            return new Pickled.None();
        }
        if (function.equals(PARAMETER) && !arguments.isEmpty() && arguments.get(0) instanceof View view) {
            return view;
        }
        if (function.equals(TENSOR) && arguments.size() >= 4) {
            return new View(
                    (Storage) arguments.get(0), (Long) arguments.get(1), longs((List<?>) arguments.get(2)), longs((List<
                                    ?>)
                            arguments.get(3)));
        }
        throw new PyTorchFormatException("calls " + function + " with arguments it does not take");
    }

    private static List<Long> longs(List<?> numbers) {
        return numbers.stream().map(Long.class::cast).toList();
    }
}
